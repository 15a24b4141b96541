namespace SemanticMlr.Training.HeadChecks;

/// <summary>Weights, inputs and expected outputs of the faithful head. All sizes are those of the file.</summary>
internal sealed record HeadCase
{
    /// <summary>Images B.</summary>
    public required long Images { get; init; }

    /// <summary>Patches P.</summary>
    public required long Patches { get; init; }

    /// <summary>Length D of an embedding.</summary>
    public required long Dimension { get; init; }

    /// <summary>Labels C.</summary>
    public required long Labels { get; init; }

    public required int TopK { get; init; }

    /// <summary>Heads of the first layer of GMC.</summary>
    public required int GraphHeads { get; init; }

    /// <summary>Features of each of these heads.</summary>
    public required int GraphFeatures { get; init; }

    public required IReadOnlyDictionary<string, NumberArray> Weights { get; init; }

    public required IReadOnlyDictionary<string, NumberArray> Inputs { get; init; }

    public required IReadOnlyDictionary<string, NumberArray> Outputs { get; init; }
}
