using SemanticMlr.Imaging;

namespace SemanticMlr.Simulation;

/// <summary>The pixels of one defect, gathered before anything is drawn, so that they can be checked first and taken back after.</summary>
internal sealed class DefectShape
{
    private const int Side = BoardCanvas.Side;
    private readonly List<int> _pixels = [];
    private readonly List<byte> _before = [];
    private readonly bool[] _marked = new bool[Side * Side];

    /// <summary>The pixels, as y * side + x, in the order of drawing.</summary>
    public IReadOnlyList<int> Pixels => _pixels;

    /// <summary>The smallest rectangle around all pixels.</summary>
    public PixelRectangle Bounds { get; private set; }

    /// <summary>Whether the defect is made of copper.</summary>
    public bool Copper { get; private set; }

    /// <summary>Two pixels of copper of which the defect decides whether they are joined; for kinds that join or cut.</summary>
    public ((int X, int Y) From, (int X, int Y) To) Ends { get; set; }

    public bool Covers(int x, int y) => BoardCanvas.Inside(x, y) && _marked[y * Side + x];

    public void Begin(bool copper)
    {
        foreach (var pixel in _pixels)
        {
            _marked[pixel] = false;
        }

        _pixels.Clear();
        _before.Clear();
        Bounds = default;
        Copper = copper;
    }

    /// <summary>Adds a thick line with round ends.</summary>
    public void Line(double x0, double y0, double x1, double y1, double radius)
    {
        var capsule = new Capsule(x0, y0, x1, y1, radius);
        for (var y = capsule.Top; y <= capsule.Bottom; y++)
        {
            if (capsule.Row(y, out var left, out var right))
            {
                for (var x = left; x <= right; x++)
                {
                    Add(x, y);
                }
            }
        }
    }

    /// <summary>Adds a crooked line: the middle is moved aside by up to a distance.</summary>
    public void Crooked(SceneRandom random, (double X, double Y) from, (double X, double Y) to, double aside, double radius)
    {
        var (dx, dy) = Compass.Any(random);
        var shift = random.Between(0, aside);
        var middle = (X: (from.X + to.X) / 2 + dx * shift, Y: (from.Y + to.Y) / 2 + dy * shift);
        Line(from.X, from.Y, middle.X, middle.Y, radius);
        Line(middle.X, middle.Y, to.X, to.Y, radius * random.Between(0.7, 1.2));
    }

    /// <summary>Frays the outline: some pixels grow a neighbour.</summary>
    public void Fray(SceneRandom random, double share)
    {
        for (var count = (int)(_pixels.Count * share); count > 0; count--)
        {
            var pixel = _pixels[random.Whole(0, _pixels.Count - 1)];
            var (dx, dy) = random.Pick<(int X, int Y)>([(1, 0), (-1, 0), (0, 1), (0, -1)]);
            Add(pixel % Side + dx, pixel / Side + dy);
        }
    }

    /// <summary>Leaves single pixels out, so that what is below shows through.</summary>
    public void Perforate(SceneRandom random, double share)
    {
        for (var index = _pixels.Count - 1; index >= 0; index--)
        {
            if (random.Chance(share))
            {
                _marked[_pixels[index]] = false;
                _pixels.RemoveAt(index);
            }
        }
    }

    /// <summary>Whether all pixels lie at least some pixels inside the picture.</summary>
    public bool FitsInside(int margin) =>
        _pixels.Count > 0
        && Bounds.X >= margin && Bounds.Y >= margin && Bounds.Right <= Side - margin && Bounds.Bottom <= Side - margin;

    public void Draw(BoardCanvas board)
    {
        foreach (var pixel in _pixels)
        {
            _before.Add(board.Pixels[pixel]);
            board.Pixels[pixel] = Copper ? (byte)1 : (byte)0;
        }
    }

    public void TakeBack(BoardCanvas board)
    {
        for (var index = 0; index < _pixels.Count; index++)
        {
            board.Pixels[_pixels[index]] = _before[index];
        }

        _before.Clear();
    }

    /// <summary>Pixels that the defect changed; known once it is drawn.</summary>
    public int Changed => _before.Count(before => before != 0 != Copper);

    private void Add(int x, int y)
    {
        if (!BoardCanvas.Inside(x, y) || _marked[y * Side + x])
        {
            return;
        }

        _marked[y * Side + x] = true;
        _pixels.Add(y * Side + x);
        Bounds = _pixels.Count == 1
            ? new PixelRectangle(x, y, 1, 1)
            : Union(x, y);
    }

    private PixelRectangle Union(int x, int y)
    {
        var (left, top) = (Math.Min(Bounds.X, x), Math.Min(Bounds.Y, y));
        return new PixelRectangle(left, top, Math.Max(Bounds.Right, x + 1) - left, Math.Max(Bounds.Bottom, y + 1) - top);
    }
}
