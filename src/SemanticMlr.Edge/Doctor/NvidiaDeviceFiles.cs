namespace SemanticMlr.Edge.Doctor;

/// <summary>Where the drivers of NVIDIA's cards and of a Jetson show their devices.</summary>
internal static class NvidiaDeviceFiles
{
    private static readonly string[] Paths = ["/dev/nvidiactl", "/dev/nvhost-gpu", "/dev/nvmap"];

    /// <summary>Whether this machine shows one.</summary>
    public static bool Any => Array.Exists(Paths, Path.Exists);
}
