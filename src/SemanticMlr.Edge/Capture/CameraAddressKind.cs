namespace SemanticMlr.Edge.Capture;

/// <summary>What kind of source an address names.</summary>
public enum CameraAddressKind
{
    /// <summary>A path without a scheme: a folder of images where it is a folder, else a video file.</summary>
    Path,

    /// <summary>A video file.</summary>
    File,

    /// <summary>A folder of images.</summary>
    Folder,

    /// <summary>A V4L2 device.</summary>
    Device,

    /// <summary>A network stream over RTSP.</summary>
    Rtsp,

    /// <summary>The standard output of a command.</summary>
    Pipe,

    /// <summary>A rendered scene.</summary>
    Simulation,
}
