namespace SemanticMlr.Edge.Labels;

/// <summary>Which labels are looked for.</summary>
public sealed class LabelsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Labels";

    /// <summary>A label list file; empty takes the bundle's default list.</summary>
    /// <value>The default is empty.</value>
    public string File { get; set; } = "";

    /// <summary>A calibration file that rules the list in <see cref="File"/>; empty takes <c>calibration.json</c> beside the list, or the bundle's.</summary>
    /// <value>The default is empty.</value>
    public string Calibration { get; set; } = "";

    /// <summary>The head that scores; empty takes the bundle's default head.</summary>
    /// <value>The default is empty.</value>
    public string Head { get; set; } = "";
}
