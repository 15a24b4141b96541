using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Capture;

/// <summary>When pictures that come are none: frozen or black.</summary>
public sealed class PictureOptions
{
    /// <summary>How long the picture must have been the same, or black, before the camera counts as stalled. Longer than the interval of key frames where a camera's encoder repeats the picture of a scene in which nothing moves.</summary>
    /// <value>The default is 1.5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan After { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The fewest such frames one after another; they count for slow cameras, the time for fast ones.</summary>
    /// <value>The default is 10.</value>
    [Range(2, 100_000)]
    public int Frames { get; set; } = 10;

    /// <summary>The brightest channel value, 0 to 255, that is still black. A fiftieth of the picture may be brighter, as a clock that the camera writes into it.</summary>
    /// <value>The default is 12.</value>
    [Range(0, 254)]
    public int BlackLevel { get; set; } = 12;
}
