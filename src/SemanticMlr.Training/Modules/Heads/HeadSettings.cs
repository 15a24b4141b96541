namespace SemanticMlr.Training.Modules.Heads;

/// <summary>What all heads share.</summary>
/// <param name="Dimension">Length D of an embedding.</param>
/// <param name="TopK">Patches whose products are averaged; at most the patches there are.</param>
internal sealed record HeadSettings(int Dimension, int TopK = 16)
{
    /// <summary>Compares directions only (cosines). The faithful <c>sigrl</c> never does (sigrl.md 2.1).</summary>
    public bool Normalise { get; init; }

    /// <summary>The first factor of the local product; raise it to about 10 where <see cref="Normalise"/> is set.</summary>
    public double LocalScale { get; init; } = 1;

    /// <summary>The first factor of the global product beside a local one.</summary>
    public double GlobalScale { get; init; } = 0.5;

    /// <summary>The first bias of the logits: low, since few labels hold.</summary>
    public double Bias { get; init; } = -2;
}
