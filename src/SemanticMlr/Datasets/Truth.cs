namespace SemanticMlr.Datasets;

/// <summary>What is known of one label on one sample.</summary>
public enum Truth
{
    /// <summary>Nothing is known; the cell counts nowhere.</summary>
    Unknown,

    /// <summary>The label does not hold.</summary>
    Absent,

    /// <summary>The label holds.</summary>
    Present,
}
