namespace SemanticMlr.Labels;

/// <summary>What a label list is checked against beyond its own schema.</summary>
public sealed record LabelListRules
{
    /// <summary>Length D that a label's own vector must have, or null where no bundle is known.</summary>
    public int? Dimension { get; init; }

    /// <summary>Id of the text encoder that a label's own vector must come from, or null where no bundle is known.</summary>
    public string? Encoder { get; init; }

    /// <summary>The time after which <c>expires</c> must lie, or null to accept expired lists.</summary>
    public DateTimeOffset? Now { get; init; }
}
