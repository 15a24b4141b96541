namespace SemanticMlr.Training.Modules.Heads;

/// <summary>The parts of <c>sigrl+</c>; each can be left out.</summary>
internal sealed record SigrlPlusSettings
{
    /// <summary>What a label mixes for itself: global, local, attended, bias.</summary>
    public const int MixedParts = 4;

    /// <summary>What is joined to a label-wise feature: what is seen, what is meant, both here, both in the whole image.</summary>
    public const int JoinedParts = 4;

    /// <summary>Width r of the bottleneck in which labels meet patches.</summary>
    public int Rank { get; init; } = 64;

    /// <summary>Labels pass what they see on to each other, image by image; a score then depends on the other labels of the list.</summary>
    public bool Exchange { get; init; } = true;

    /// <summary>What the labels see gates the patches before the local products (VFR in the bottleneck); a score then depends on the other labels of the list.</summary>
    public bool Reconstruction { get; init; } = true;

    /// <summary>Each label weighs global, local and attended evidence for itself, by its embedding.</summary>
    public bool Mixing { get; init; } = true;

    /// <summary>Share of the label-wise features that is dropped in training.</summary>
    public double Dropout { get; init; } = 0.1;
}
