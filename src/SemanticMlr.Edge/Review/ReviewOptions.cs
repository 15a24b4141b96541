using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Review;

/// <summary>Which frames a person is asked about, how many, and in what size.</summary>
public sealed class ReviewOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Review";

    /// <summary>Whether frames are sampled at all.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>The share of frames drawn by chance, whatever their scores.</summary>
    /// <value>The default is 0.001.</value>
    [Range(0.0, 1.0)]
    public double RandomShare { get; set; } = 0.001;

    /// <summary>
    /// How far around its threshold the review band of a calibrated label reaches where the label list gives none; 0 for no band.
    /// A label without a calibration has no band of its own.
    /// </summary>
    /// <value>The default is 0.1.</value>
    [Range(0.0, 0.5)]
    public double DefaultBand { get; set; } = 0.1;

    /// <summary>Frames of each camera that are asked about after a change of the label list.</summary>
    /// <value>The default is 2.</value>
    [Range(0, 1_000)]
    public int NewListFrames { get; set; } = 2;

    /// <summary>The shortest time between two frames of one camera.</summary>
    /// <value>The default is 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The most frames of all cameras within any minute.</summary>
    /// <value>The default is 6.</value>
    [Range(0, 100_000)]
    public int MaxPerMinute { get; set; } = 6;

    /// <summary>The most frames of all cameras within any hour.</summary>
    /// <value>The default is 60.</value>
    [Range(0, 100_000)]
    public int MaxPerHour { get; set; } = 60;

    /// <summary>The most frames of all cameras within any 24 hours.</summary>
    /// <value>The default is 500.</value>
    [Range(0, 100_000)]
    public int MaxPerDay { get; set; } = 500;

    /// <summary>Frames that may wait to be encoded; a frame that finds no place is dropped and counted.</summary>
    /// <value>The default is 4.</value>
    [Range(1, 64)]
    public int QueueCapacity { get; set; } = 4;

    /// <summary>The picture.</summary>
    [Required, ValidateObjectMembers]
    public ReviewJpegOptions Jpeg { get; set; } = new();

    /// <summary>Where the model sees the labels that it is unsure of.</summary>
    [Required, ValidateObjectMembers]
    public ReviewHeatMapOptions HeatMaps { get; set; } = new();

    /// <summary>What is kept on the device until it is answered.</summary>
    [Required, ValidateObjectMembers]
    public ReviewStoreOptions Store { get; set; } = new();
}
