using SemanticMlr.Datasets;

namespace SemanticMlr.Simulation;

/// <summary>Measures pictures of bare boards, real or simulated, with the same code, as histograms that can be compared.</summary>
/// <remarks>
/// A pixel below 128 is copper. A run is an unbroken line of copper or of bare board along a row or a column; runs that touch the
/// border of the picture are left out, because their length is not known. Not thread-safe.
/// </remarks>
public sealed class BoardMeasurement
{
    /// <summary>Upper ends (exclusive) of the bins of run lengths, in pixels; the last bin has no end.</summary>
    public static IReadOnlyList<int> RunEnds { get; } = [3, 5, 7, 9, 12, 16, 22, 30, 42, 60, 85, 120, 170, 240];

    /// <summary>Upper ends (exclusive) of the bins of box sides, in pixels; the last bin has no end.</summary>
    public static IReadOnlyList<int> BoxSideEnds { get; } = [24, 26, 28, 30, 32, 34, 37, 40, 44, 50, 60, 75, 100];

    /// <summary>Upper ends (exclusive) of the bins of changes of colour per row or column; the last bin has no end.</summary>
    public static IReadOnlyList<int> EdgeEnds { get; } = [1, 3, 5, 8, 12, 16, 22, 30, 40];

    /// <summary>Upper ends (exclusive) of the bins of the share of copper; the last bin has no end.</summary>
    public static IReadOnlyList<double> CopperEnds { get; } = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>The most defects per picture that have a bin of their own.</summary>
    public const int MaxDefects = 15;

    private readonly long[] _darkRuns = new long[RunEnds.Count + 1];
    private readonly long[] _lightRuns = new long[RunEnds.Count + 1];
    private readonly long[] _edges = new long[EdgeEnds.Count + 1];
    private readonly long[] _boxSides = new long[BoxSideEnds.Count + 1];
    private readonly long[] _copper = new long[CopperEnds.Count + 1];
    private readonly long[] _defects = new long[MaxDefects + 1];
    private readonly SortedDictionary<string, long> _labels = new(StringComparer.Ordinal);
    private double _copperSum;

    /// <summary>Pictures measured.</summary>
    public int Images { get; private set; }

    /// <summary>Mean share of copper, 0..1.</summary>
    public double MeanCopper => Images == 0 ? 0 : _copperSum / Images;

    /// <summary>Share of the runs of copper in each bin of <see cref="RunEnds"/>.</summary>
    public double[] DarkRuns => Shares(_darkRuns);

    /// <summary>Share of the runs of bare board in each bin of <see cref="RunEnds"/>.</summary>
    public double[] LightRuns => Shares(_lightRuns);

    /// <summary>Share of the rows and columns in each bin of <see cref="EdgeEnds"/>.</summary>
    public double[] Edges => Shares(_edges);

    /// <summary>Share of the box widths and heights in each bin of <see cref="BoxSideEnds"/>.</summary>
    public double[] BoxSides => Shares(_boxSides);

    /// <summary>Share of the pictures in each bin of <see cref="CopperEnds"/>.</summary>
    public double[] Copper => Shares(_copper);

    /// <summary>Share of the pictures with 0, 1, ... <see cref="MaxDefects"/> (or more) defects.</summary>
    public double[] Defects => Shares(_defects);

    /// <summary>Share of each label among all boxes, labels in ordinal order.</summary>
    public IReadOnlyDictionary<string, double> Labels
    {
        get
        {
            var total = Math.Max(1, _labels.Values.Sum());
            return _labels.ToDictionary(label => label.Key, label => (double)label.Value / total, StringComparer.Ordinal);
        }
    }

    /// <summary>Half the sum of the absolute differences of two histograms: 0 where they are equal, 1 where they share nothing.</summary>
    public static double Distance(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentOutOfRangeException.ThrowIfNotEqual(left.Count, right.Count);
        var sum = 0.0;
        for (var bin = 0; bin < left.Count; bin++)
        {
            sum += Math.Abs(left[bin] - right[bin]);
        }

        return sum / 2;
    }

    /// <summary>Adds one picture.</summary>
    /// <param name="grey">Rows x columns bytes, without gaps.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public void AddPicture(ReadOnlySpan<byte> grey, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(grey.Length, width * height);
        Images++;
        var dark = 0;
        for (var row = 0; row < height; row++)
        {
            dark += AddLine(grey, row * width, 1, width);
        }

        for (var column = 0; column < width; column++)
        {
            AddLine(grey, column, width, height);
        }

        var share = (double)dark / grey.Length;
        _copperSum += share;
        _copper[Bin(CopperEnds, share)]++;
    }

    /// <summary>Adds the boxes of the defects of one picture.</summary>
    public void AddBoxes(IReadOnlyList<LabelledBox> boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        _defects[Math.Min(boxes.Count, MaxDefects)]++;
        foreach (var box in boxes)
        {
            _boxSides[Bin(BoxSideEnds, (int)box.Width)]++;
            _boxSides[Bin(BoxSideEnds, (int)box.Height)]++;
            _labels[box.Label] = _labels.GetValueOrDefault(box.Label) + 1;
        }
    }

    private static int Bin<T>(IReadOnlyList<T> ends, T value)
        where T : IComparable<T>
    {
        var bin = 0;
        while (bin < ends.Count && value.CompareTo(ends[bin]) >= 0)
        {
            bin++;
        }

        return bin;
    }

    private static double[] Shares(long[] counts)
    {
        var total = Math.Max(1, counts.Sum());
        return Array.ConvertAll(counts, count => (double)count / total);
    }

    private int AddLine(ReadOnlySpan<byte> grey, int start, int step, int length)
    {
        var (dark, edges, runStart) = (0, 0, 0);
        var before = grey[start] < 128;
        for (var index = 0; index < length; index++)
        {
            var now = grey[start + index * step] < 128;
            dark += now ? 1 : 0;
            if (now == before)
            {
                continue;
            }

            if (edges > 0)
            {
                (before ? _darkRuns : _lightRuns)[Bin(RunEnds, index - runStart)]++;
            }

            (before, runStart) = (now, index);
            edges++;
        }

        _edges[Bin(EdgeEnds, edges)]++;
        return dark;
    }
}
