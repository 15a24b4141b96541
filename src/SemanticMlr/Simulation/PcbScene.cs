using OpenCvSharp;

namespace SemanticMlr.Simulation;

/// <summary>Bare circuit boards as a line-scan camera sees them, nearly black copper on white, each picture another board with 3 to 12 defects.</summary>
/// <remarks>A simulation, for newcomers and tests: figures on it say nothing about real boards.</remarks>
public sealed class PcbScene : IScene
{
    /// <summary>The name of the scene.</summary>
    public const string Name = "pcb";

    private static readonly double[] StyleShares = [.. BoardStyle.All.Select(style => style.Share)];

    private readonly long _seed;
    private readonly BoardCanvas _board = new();
    private readonly ConductorMap _conductors = new();
    private readonly DefectPainter _painter = new();

    /// <param name="seed">Which endless row of boards.</param>
    public PcbScene(long seed) => _seed = seed;

    /// <inheritdoc/>
    public int Width => BoardCanvas.Side;

    /// <inheritdoc/>
    public int Height => BoardCanvas.Side;

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => PcbStatistics.Labels;

    /// <inheritdoc/>
    public SceneTruth Render(long index, Mat destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        SceneCatalog.Check(this, destination);
        var random = new SceneRandom(_seed, index);
        _board.Clear();
        var style = BoardStyle.All[random.Weighted(StyleShares)];
        style.Draw(_board, random);
        BoardSurface.Roughen(_board, random);
        _conductors.Read(_board);
        var boxes = _painter.Paint(new BoardSite(_board, _conductors, random));
        BoardSurface.Write(_board, random, destination);
        return new SceneTruth([.. Labels.Where(label => boxes.Any(box => box.Label == label))], boxes, style.Group);
    }
}
