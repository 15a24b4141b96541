using Microsoft.ML.Data;

namespace SemanticMlr.Benchmarks.Peers;

/// <summary>What goes into ML.NET.</summary>
internal sealed class PixelRow
{
    /// <summary>S x S x 3 bytes.</summary>
    [ColumnName("pixels")]
    public byte[] Pixels { get; set; } = [];
}
