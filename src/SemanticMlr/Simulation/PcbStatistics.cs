namespace SemanticMlr.Simulation;

/// <summary>
/// What was measured on the 1,000 training pictures of DeepPCB, and is all that the drawing is adjusted by.
/// </summary>
/// <remarks>
/// Everything here is printed by <c>mlr simulate stats --data train.jsonl</c> (<see cref="BoardMeasurement"/>). A test measures the
/// real and the simulated pictures with the same code and compares the histograms.
/// </remarks>
internal static class PcbStatistics
{
    /// <summary>The kinds of defect, in the order of the data set's own list.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["open", "short", "mousebite", "spur", "copper", "pin-hole"];

    /// <summary>Share of each kind among the 6,873 boxes, in the order of <see cref="Labels"/>.</summary>
    public static IReadOnlyList<double> LabelShares { get; } = [0.187, 0.150, 0.201, 0.166, 0.147, 0.150];

    /// <summary>The fewest defects drawn on a picture; 0.9 % of the real ones have fewer.</summary>
    public const int FewestDefects = 3;

    /// <summary>Share of the pictures with 3, 4, ... 12 defects.</summary>
    public static IReadOnlyList<double> DefectShares { get; } = [0.021, 0.073, 0.143, 0.181, 0.203, 0.171, 0.123, 0.050, 0.010, 0.013];

    /// <summary>The least and the most context that a box has around its defect on each side, in pixels: the boxes of the smallest real defects are 24 wide.</summary>
    public static (double Least, double Most) BoxContext { get; } = (9, 12);

    /// <summary>Share of the edges that are ragged, and how many of their pixels are off by one, for slightly and strongly ragged ones (seen by eye in enlarged pictures).</summary>
    public static (double Slightly, double SlightShare, double Strongly, double StrongShare) Raggedness { get; } = (0.2, 0.06, 0.1, 0.25);

    /// <summary>The most that a grey value beside an edge differs from pure black or white: what JPEG leaves around edges.</summary>
    public const int GreyNoise = 6;
}
