using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Capture;

/// <summary>The cameras, and how long they may take.</summary>
public sealed class CaptureOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Capture";

    /// <summary>The cameras, in the order in which they share the recogniser.</summary>
    /// <value>The default is none.</value>
    [Required, ValidateEnumeratedItems]
    public List<CameraOptions> Cameras { get; set; } = [];

    /// <summary>How long the first frame of a camera may take before it is closed and opened again.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an open camera may give no frame before it is closed and opened again.</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an open camera may give no frame before it counts as stalled. Cameras slower than that are given three of their intervals.</summary>
    /// <value>The default is 1.5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>When pictures that come are none.</summary>
    [Required, ValidateObjectMembers]
    public PictureOptions Pictures { get; set; } = new();

    /// <summary>About how long to wait before a lost camera is opened again; doubles with each failure.</summary>
    /// <value>The default is 0.2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ReopenDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before a lost camera is opened again.</summary>
    /// <value>The default is 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan LongestReopenDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The ffmpeg executable that reads RTSP.</summary>
    /// <value>The default is <c>ffmpeg</c>, looked up in PATH.</value>
    [Required]
    public string Ffmpeg { get; set; } = "ffmpeg";

    /// <summary>The agent's executable (or its .dll) that is run as a child process for video files and V4L2 devices.</summary>
    /// <value>The default is empty: the running executable.</value>
    public string ChildExecutable { get; set; } = "";

    /// <summary>Where the memory that is shared with child processes lies.</summary>
    /// <value>The default is <c>/dev/shm</c>; where that is absent, the folder for temporary files.</value>
    [Required]
    public string SharedMemoryFolder { get; set; } = "/dev/shm";
}
