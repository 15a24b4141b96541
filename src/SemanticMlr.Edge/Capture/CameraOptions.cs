using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Capture;

/// <summary>One camera: where its frames come from and which parts of them are looked at.</summary>
public sealed class CameraOptions
{
    /// <summary>The camera's name, a level of its MQTT topics: 1 to 64 of <c>A-Z a-z 0-9 _ -</c>, unique.</summary>
    public string Name { get; set; } = "";

    /// <summary>The address of the frames; see <see cref="CameraAddress"/> for the forms. Empty where <see cref="SourceFile"/> is given.</summary>
    public string Source { get; set; } = "";

    /// <summary>A file whose first line is the address, for addresses with a password. A relative path lies in the systemd credentials directory where there is one.</summary>
    /// <value>The default is empty: the address is <see cref="Source"/>.</value>
    public string SourceFile { get; set; } = "";

    /// <summary>Whether the camera is used.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>What is recognised by itself: <c>whole</c> or a grid of rows x columns as <c>3x3</c>.</summary>
    /// <value>The default is <c>whole</c>.</value>
    public string Regions { get; set; } = "whole";

    /// <summary>Named rectangles that are recognised instead of <see cref="Regions"/>.</summary>
    /// <value>The default is none.</value>
    public List<RegionOptions> Rectangles { get; set; } = [];

    /// <summary>Frames a second: the pace of a video file, folder or simulation, the limit of a live source (further frames are dropped and counted).</summary>
    /// <value>The default is 0: the source's own rate; a folder then shows 10 pictures a second.</value>
    [Range(0.0, 1000.0)]
    public double Rate { get; set; }

    /// <summary>Whether a video file or a folder begins again at its end. Without it the camera goes offline there for good.</summary>
    /// <value>The default is false.</value>
    public bool Loop { get; set; }

    /// <summary>How fast a video file, a folder or a simulation is played.</summary>
    /// <value>The default is <see cref="FramePace.Realtime"/>.</value>
    [EnumDataType(typeof(FramePace))]
    public FramePace Pace { get; set; } = FramePace.Realtime;

    /// <summary>Columns of a frame: asked of a V4L2 device, declared for a <c>pipe:</c> of raw frames. A device or an RTSP camera that gives others counts as lost.</summary>
    /// <value>The default is 0: what the source says.</value>
    [Range(0, 16384)]
    public int Width { get; set; }

    /// <summary>Rows of a frame; see <see cref="Width"/>.</summary>
    /// <value>The default is 0: what the source says.</value>
    [Range(0, 16384)]
    public int Height { get; set; }

    /// <summary>How long the first frame may take, for this camera.</summary>
    /// <value>The default is null: <see cref="CaptureOptions.OpenTimeout"/>.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan? OpenTimeout { get; set; }

    /// <summary>How long an open camera may give no frame before it is closed and opened again, for this camera.</summary>
    /// <value>The default is null: <see cref="CaptureOptions.ReadTimeout"/>.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan? ReadTimeout { get; set; }

    /// <summary>How long an open camera may give no frame before it counts as stalled, for this camera.</summary>
    /// <value>The default is null: <see cref="CaptureOptions.StalledAfter"/>.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan? StalledAfter { get; set; }

    /// <summary>Whether the camera counts as lost when its picture no longer changes; see <see cref="PictureOptions"/>.</summary>
    /// <value>The default is null: live sources only, because stored pictures may stand still on purpose.</value>
    public bool? DetectFrozen { get; set; }

    /// <summary>Whether the camera counts as lost when its picture is black; see <see cref="PictureOptions"/>.</summary>
    /// <value>The default is null: live sources only.</value>
    public bool? DetectBlack { get; set; }
}
