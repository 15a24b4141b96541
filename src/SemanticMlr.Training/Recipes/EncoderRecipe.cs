using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes;

/// <summary>Widths and depths of the image encoder. Channels: 2 to 1,024, even. Blocks: 0 to 32.</summary>
public sealed record EncoderRecipe
{
    /// <summary>Channels at stride 2.</summary>
    [JsonRequired]
    public int StemChannels { get; init; }

    /// <summary>Channels at stride 4.</summary>
    [JsonRequired]
    public int FineChannels { get; init; }

    /// <summary>Residual blocks at stride 4.</summary>
    [JsonRequired]
    public int FineBlocks { get; init; }

    /// <summary>Channels at stride 8, the stride of the patches.</summary>
    [JsonRequired]
    public int MiddleChannels { get; init; }

    /// <summary>Residual blocks at stride 8.</summary>
    [JsonRequired]
    public int MiddleBlocks { get; init; }

    /// <summary>Channels at stride 16, which gives the patches their context.</summary>
    [JsonRequired]
    public int CoarseChannels { get; init; }

    /// <summary>Residual blocks at stride 16.</summary>
    [JsonRequired]
    public int CoarseBlocks { get; init; }

    /// <summary>Residual blocks at stride 8 after the context was added.</summary>
    [JsonRequired]
    public int MergeBlocks { get; init; }
}
