namespace SemanticMlr.Simulation;

/// <summary>One kind of board.</summary>
/// <param name="Group">The group of real pictures (the first five digits of the file names) that it was drawn after.</param>
/// <param name="Share">Its share among the pictures.</param>
/// <param name="Draw">Draws a board of the kind on an empty canvas.</param>
internal sealed record BoardStyle(string Group, double Share, Action<BoardCanvas, SceneRandom> Draw)
{
    /// <summary>The kinds seen in the training pictures; the shares are those of the groups.</summary>
    public static IReadOnlyList<BoardStyle> All { get; } =
    [
        new("20085", 0.29, FineBoard.Draw),
        new("00041", 0.20, MixedBoard.Draw),
        new("13000", 0.20, DenseBoard.Draw),
        new("92000", 0.11, StripBoard.Draw),
        new("77000", 0.10, LargeAreaBoard.Draw),
        new("50600", 0.05, SlitBoard.Draw),
        new("44000", 0.05, SparseBoard.Draw),
    ];
}
