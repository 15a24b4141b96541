namespace SemanticMlr.Training.Export.Heads;

/// <summary>What a head's file is for.</summary>
/// <param name="Patches">Patches P of an image.</param>
internal sealed record HeadGraphOptions(int Patches)
{
    /// <summary>The head was trained with a label graph and reads <c>label_graph</c>.</summary>
    public bool LabelGraph { get; init; }

    /// <summary>Taken away from every label embedding before it is made length 1 [D], or null: raw CLIP vectors all point one way.</summary>
    public TorchSharp.torch.Tensor? Centre { get; init; }

    /// <summary>Adds the output <c>relevance</c> [B, P, C].</summary>
    public bool Explain { get; init; }

    /// <summary>Adds what the faithful head computes on the way as outputs.</summary>
    public bool Steps { get; init; }
}
