using Microsoft.ML.Data;

namespace SemanticMlr.Benchmarks.Peers;

/// <summary>What comes out of ML.NET.</summary>
internal sealed class EmbeddingRow
{
    /// <summary>D values.</summary>
    [ColumnName("global")]
    public float[] Global { get; set; } = [];

    /// <summary>P x D values; empty where the encoder gives none.</summary>
    [ColumnName("patches")]
    public float[] Patches { get; set; } = [];
}
