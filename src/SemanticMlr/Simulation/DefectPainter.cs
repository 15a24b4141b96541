using SemanticMlr.Datasets;
using SemanticMlr.Imaging;

namespace SemanticMlr.Simulation;

/// <summary>Draws defects on a board and proves each one on the pixels before it counts.</summary>
internal sealed class DefectPainter
{
    private const int Side = BoardCanvas.Side;
    private const int Attempts = 400;
    private const int PieceWindow = 12;
    private const int CutWindow = 40;

    private static readonly IDefectKind[] Kinds =
        [new OpenDefect(), new ShortDefect(), new MousebiteDefect(), new SpurDefect(), new CopperDefect(), new PinHoleDefect()];

    private readonly LocalConductors _local = new();
    private readonly List<PixelRectangle> _taken = [];

    /// <summary>The defect drawn last.</summary>
    public DefectShape Shape { get; } = new();

    /// <summary>Draws as many defects as chance wants, each of a kind that chance wants and the board has room for.</summary>
    public IReadOnlyList<LabelledBox> Paint(BoardSite site)
    {
        var count = PcbStatistics.FewestDefects + site.Random.Weighted(PcbStatistics.DefectShares);
        var boxes = new List<LabelledBox>(count);
        _taken.Clear();
        for (var tries = 0; boxes.Count < count && tries < 4 * count; tries++)
        {
            var kind = site.Random.Weighted(PcbStatistics.LabelShares);
            if (TryPaint(site, Kinds[kind]) is { } box)
            {
                _taken.Add(box);
                boxes.Add(new LabelledBox(PcbStatistics.Labels[kind], box.X, box.Y, box.Width, box.Height));
            }
        }

        return boxes;
    }

    /// <summary>Draws one defect of the kind, proved; null where chance found no place.</summary>
    public PixelRectangle? TryPaint(BoardSite site, IDefectKind kind)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (!kind.TryShape(site, Shape))
            {
                continue;
            }

            var box = Box(site.Random, Shape.Bounds);
            if (_taken.TrueForAll(taken => !Overlap(taken, box)) && Holds(site.Board, kind))
            {
                return box;
            }
        }

        return null;
    }

    /// <summary>Draws the shape and checks that it is what its kind says; takes it back where it is not.</summary>
    private bool Holds(BoardCanvas board, IDefectKind kind)
    {
        var bounds = Shape.Bounds;
        if (kind.EndsJoined is not null)
        {
            bounds = Include(Include(bounds, Shape.Ends.From), Shape.Ends.To);
        }

        var window = Grow(bounds, kind.EndsJoined == false ? CutWindow : PieceWindow);
        var piecesBefore = kind.MorePieces is null ? 0 : _local.Count(board, window);
        Shape.Draw(board);
        var holds = Shape.Changed >= 9
            && (kind.EndsJoined is not { } joined || _local.Joined(board, window, Shape.Ends.From, Shape.Ends.To) == joined)
            && (kind.MorePieces is not { } more || _local.Count(board, window) == piecesBefore + more);
        if (!holds)
        {
            Shape.TakeBack(board);
        }

        return holds;
    }

    private static PixelRectangle Box(SceneRandom random, PixelRectangle bounds)
    {
        var (least, most) = PcbStatistics.BoxContext;
        var left = Math.Max(0, bounds.X - (int)random.Between(least, most + 1));
        var top = Math.Max(0, bounds.Y - (int)random.Between(least, most + 1));
        var right = Math.Min(Side, bounds.Right + (int)random.Between(least, most + 1));
        var bottom = Math.Min(Side, bounds.Bottom + (int)random.Between(least, most + 1));
        return new PixelRectangle(left, top, right - left, bottom - top);
    }

    private static bool Overlap(PixelRectangle a, PixelRectangle b) => a.X < b.Right && b.X < a.Right && a.Y < b.Bottom && b.Y < a.Bottom;

    private static PixelRectangle Grow(PixelRectangle bounds, int by)
    {
        var (left, top) = (Math.Max(0, bounds.X - by), Math.Max(0, bounds.Y - by));
        return new PixelRectangle(left, top, Math.Min(Side, bounds.Right + by) - left, Math.Min(Side, bounds.Bottom + by) - top);
    }

    private static PixelRectangle Include(PixelRectangle bounds, (int X, int Y) pixel)
    {
        var (left, top) = (Math.Min(bounds.X, pixel.X), Math.Min(bounds.Y, pixel.Y));
        return new PixelRectangle(left, top, Math.Max(bounds.Right, pixel.X + 1) - left, Math.Max(bounds.Bottom, pixel.Y + 1) - top);
    }
}
