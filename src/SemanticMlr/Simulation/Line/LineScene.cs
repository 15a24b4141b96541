using OpenCvSharp;
using SemanticMlr.Datasets;

namespace SemanticMlr.Simulation.Line;

/// <summary>
/// A packaging line: up to three bottles, cans, cartons and trays on a belt, in eight colours, with and without ten kinds of fault. Every phrase of
/// <see cref="PhraseGrammar"/> that holds is a label.
/// </summary>
/// <remarks>A simulation, so that the whole way from words to detections can be tried, tested and measured: figures on it say nothing about a real line.</remarks>
public sealed class LineScene : IScene
{
    /// <summary>The name of the scene.</summary>
    public const string Name = "line";

    private const int Side = 384;
    private const int Margin = 4; // pixels around every box
    private readonly long _seed;
    private readonly LineCamera _camera = new();

    /// <param name="seed">Which endless row of pictures.</param>
    public LineScene(long seed) => _seed = seed;

    /// <inheritdoc/>
    public int Width => Side;

    /// <inheritdoc/>
    public int Height => Side;

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; } = [.. PhraseGrammar.All.Select(phrase => phrase.Id)];

    /// <inheritdoc/>
    public SceneTruth Render(long index, Mat destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        SceneCatalog.Check(this, destination);
        var random = new SceneRandom(_seed, index);
        var products = ProductDraw.Draw(random);
        Placement?[] places = [.. products.Select((product, place) => product is null ? (Placement?)null : Place(product.Kind, place, random))];
        Conveyor.Draw(destination, random);
        CastShadows(destination, places, random);
        var canvas = new LineCanvas(destination);
        var drawn = new List<(Product Product, Placement At, IReadOnlyList<FaultMark> Marks)>();
        for (var place = 0; place < products.Length; place++)
        {
            if (products[place] is { } product && places[place] is { } at)
            {
                drawn.Add((product, at, ProductPainter.Draw(canvas, at, product, random)));
            }
        }

        var seen = _camera.Take(destination, random);
        LabelledBox[] boxes = [.. drawn.SelectMany(each => Boxes(each.Product, each.At, each.Marks, seen)), .. drawn.Count == 0 ? EmptyLine() : []];
        return new SceneTruth([.. Labels.Intersect(boxes.Select(box => box.Label), StringComparer.Ordinal)], boxes, Name)
        {
            Caption = LineCaption.Of([.. drawn.Select(each => each.Product)], random),
        };
    }

    private static Placement Place(ProductKind kind, int place, SceneRandom random)
    {
        var (width, height) = kind switch
        {
            ProductKind.Bottle => (random.Between(78, 94), random.Between(215, 250)),
            ProductKind.Can => (random.Between(84, 98), random.Between(130, 155)),
            ProductKind.Carton => (random.Between(100, 116), random.Between(150, 190)),
            _ => (random.Between(106, 118), random.Between(72, 86)),
        };
        var column = Side * (place + 0.5) / ProductDraw.Places;
        return new Placement(column + random.Between(-6, 6), random.Between(0.76, 0.88) * Side, width, height, random.Between(-0.05, 0.05));
    }

    private static void CastShadows(Mat picture, Placement?[] places, SceneRandom random)
    {
        using var shadow = new Mat(picture.Size(), MatType.CV_8UC3, Scalar.All(255));
        var (canvas, slant, dark) = (new LineCanvas(shadow), random.Between(-0.5, 0.5), Scalar.All(random.Between(90, 160)));
        foreach (var place in places)
        {
            if (place is { } at)
            {
                var depth = 0.35 * at.Width / at.Height;
                canvas.Ellipse(at, slant, 0.2 * depth, 1.5, depth, dark);
            }
        }

        Cv2.Blur(shadow, shadow, new Size(15, 15));
        Cv2.Multiply(picture, shadow, picture, 1.0 / 255);
    }

    private static IEnumerable<LabelledBox> Boxes(Product product, Placement at, IReadOnlyList<FaultMark> marks, Func<Point2d, Point2d> seen)
    {
        foreach (var phrase in PhraseGrammar.All.Where(phrase => phrase.Holds(product)))
        {
            var box = phrase.Fault is { } fault ? marks.First(mark => mark.Fault == fault).Box : at.Box;
            Point2d[] corners =
            [
                seen(new Point2d(box.Left, box.Top)), seen(new Point2d(box.Right, box.Top)), seen(new Point2d(box.Right, box.Bottom)),
                seen(new Point2d(box.Left, box.Bottom)),
            ];
            var left = Math.Clamp(corners.Min(corner => corner.X) - Margin, 0, Side - 1);
            var top = Math.Clamp(corners.Min(corner => corner.Y) - Margin, 0, Side - 1);
            yield return new LabelledBox(
                phrase.Id,
                Math.Round(left),
                Math.Round(top),
                Math.Round(Math.Clamp(corners.Max(corner => corner.X) + Margin, left + 1, Side) - left),
                Math.Round(Math.Clamp(corners.Max(corner => corner.Y) + Margin, top + 1, Side) - top));
        }
    }

    private static LabelledBox[] EmptyLine() => [new(PhraseGrammar.EmptyLine, 0, 0, Side, Side)];
}
