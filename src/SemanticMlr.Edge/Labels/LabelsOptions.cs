using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Labels;

/// <summary>Which labels are looked for, and how the list may change while the agent runs.</summary>
public sealed class LabelsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Labels";

    /// <summary>A label list file; empty takes the bundle's default list. It stands until a list is applied by command, which then stands over restarts.</summary>
    /// <value>The default is empty.</value>
    public string File { get; set; } = "";

    /// <summary>A calibration file that rules the list in <see cref="File"/>; empty takes <c>calibration.json</c> beside the list, or the bundle's.</summary>
    /// <value>The default is empty.</value>
    public string Calibration { get; set; } = "";

    /// <summary>The head that scores; empty takes the bundle's default head.</summary>
    /// <value>The default is empty.</value>
    public string Head { get; set; } = "";

    /// <summary>Files with public keys (PEM or JSON web key, P-256). With one or more, a list that comes by command must be signed by one of them.</summary>
    /// <value>The default is none.</value>
    public IList<string> TrustedKeys { get; set; } = [];

    /// <summary>The cosine of two labels' embeddings from which an answer warns that they are too alike.</summary>
    /// <value>The default is 0.95.</value>
    [Range(0.0, 1.0)]
    public double TooAlike { get; set; } = 0.95;

    /// <summary>Frames that are kept in memory to try lists on.</summary>
    [Required, ValidateObjectMembers]
    public RecentFramesOptions RecentFrames { get; set; } = new();

    /// <summary>The threshold of a label that nobody calibrated.</summary>
    [Required, ValidateObjectMembers]
    public ProvisionalOptions Provisional { get; set; } = new();

    /// <summary>When a new list is taken back by itself.</summary>
    [Required, ValidateObjectMembers]
    public CanaryOptions Canary { get; set; } = new();
}
