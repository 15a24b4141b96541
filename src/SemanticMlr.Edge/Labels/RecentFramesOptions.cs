using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Labels;

/// <summary>Frames that are kept in memory, of all cameras together, to try lists on and to choose provisional thresholds by.</summary>
public sealed class RecentFramesOptions
{
    /// <summary>The most frames; 0 keeps none, and lists then cannot be tried.</summary>
    /// <value>The default is 24.</value>
    [Range(0, 1_000)]
    public int Count { get; set; } = 24;

    /// <summary>The most bytes of all these frames; a frame has three a pixel.</summary>
    /// <value>The default is 64 MiB.</value>
    [Range(0L, 1L << 34)]
    public long Bytes { get; set; } = 64 * 1_024 * 1_024;

    /// <summary>
    /// The most bytes of what the encoder made of all these frames. Frames with features are tried without being encoded again; 0 keeps none.
    /// </summary>
    /// <value>The default is 64 MiB.</value>
    [Range(0L, 1L << 34)]
    public long FeatureBytes { get; set; } = 64 * 1_024 * 1_024;

    /// <summary>The time between two kept frames of a camera.</summary>
    /// <value>The default is 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);
}
