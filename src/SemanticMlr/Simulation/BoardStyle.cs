namespace SemanticMlr.Simulation;

/// <summary>One kind of board.</summary>
/// <param name="Share">Its share among the pictures.</param>
/// <param name="Draw">Draws a board of the kind on an empty canvas.</param>
internal sealed record BoardStyle(double Share, Action<BoardCanvas, SceneRandom> Draw)
{
    /// <summary>The kinds seen in the training pictures; the shares are those of the groups of pictures (the first five digits of the file names).</summary>
    public static IReadOnlyList<BoardStyle> All { get; } =
    [
        new(0.29, FineBoard.Draw),
        new(0.20, MixedBoard.Draw),
        new(0.20, DenseBoard.Draw),
        new(0.11, StripBoard.Draw),
        new(0.10, LargeAreaBoard.Draw),
        new(0.05, SlitBoard.Draw),
        new(0.05, SparseBoard.Draw),
    ];
}
