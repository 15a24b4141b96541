namespace SemanticMlr.Explanation;

/// <summary>Why a label has the probability that it has in one region.</summary>
public sealed record LabelEvidence
{
    /// <summary>The id of the label.</summary>
    public required string Label { get; init; }

    /// <summary>The region looked at.</summary>
    public required string Region { get; init; }

    /// <summary>Calibrated probability, 0..1.</summary>
    public required double Probability { get; init; }

    /// <summary>The probability from which the label is said.</summary>
    public required double Threshold { get; init; }

    /// <summary>The head's score before calibration.</summary>
    public required double Logit { get; init; }

    /// <summary>What the whole region says: the head's own global score where its explain file gives one, else the product of the global vector and the label's vector.</summary>
    public required double GlobalScore { get; init; }

    /// <summary>What the best patches say: the head's own local score where its explain file gives one, else the mean of the <see cref="TopK"/> highest products of a patch vector and the label's vector.</summary>
    public required double LocalScore { get; init; }

    /// <summary>Whether both scores come from the head itself.</summary>
    public required bool ScoresOfHead { get; init; }

    /// <summary>Patches that the local score averages.</summary>
    public required int TopK { get; init; }

    /// <summary>The patches that speak for the label most, best first.</summary>
    public required IReadOnlyList<PatchEvidence> Patches { get; init; }

    /// <summary>Whether the head reads a graph over labels; without one no label acts on another.</summary>
    public required bool HasGraph { get; init; }

    /// <summary>What other labels do through the graph, the strongest first.</summary>
    public required IReadOnlyList<LabelInfluence> Influences { get; init; }

    /// <summary>How many other labels were tried: those whose vectors are nearest to the label's.</summary>
    public required int Considered { get; init; }
}
