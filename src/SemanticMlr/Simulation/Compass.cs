namespace SemanticMlr.Simulation;

/// <summary>Directions on a board, as unit vectors; written out, because sines differ between machines in the last bit.</summary>
internal static class Compass
{
    private const double Half = 0.70710678118654752;
    private const double Long = 0.92387953251128676;
    private const double Short = 0.38268343236508977;

    /// <summary>Eight directions, clockwise (y points down), from right.</summary>
    public static (double X, double Y)[] Eight { get; } =
        [(1, 0), (Half, Half), (0, 1), (-Half, Half), (-1, 0), (-Half, -Half), (0, -1), (Half, -Half)];

    /// <summary>Sixteen directions, clockwise, from right.</summary>
    public static (double X, double Y)[] Sixteen { get; } =
    [
        (1, 0), (Long, Short), (Half, Half), (Short, Long), (0, 1), (-Short, Long), (-Half, Half), (-Long, Short),
        (-1, 0), (-Long, -Short), (-Half, -Half), (-Short, -Long), (0, -1), (Short, -Long), (Half, -Half), (Long, -Short),
    ];

    /// <summary>The four axes as steps from pixel to pixel: horizontal, falling, vertical, rising; each is perpendicular to the one two further.</summary>
    public static (int X, int Y)[] Axes { get; } = [(1, 0), (1, 1), (0, 1), (-1, 1)];

    /// <summary>Any direction.</summary>
    public static (double X, double Y) Any(SceneRandom random)
    {
        while (true)
        {
            var (x, y) = (random.Between(-1, 1), random.Between(-1, 1));
            var length = Math.Sqrt(x * x + y * y);
            if (length is > 0.1 and <= 1)
            {
                return (x / length, y / length);
            }
        }
    }
}
