using SemanticMlr.Imaging;

namespace SemanticMlr.Simulation;

/// <summary>How copper hangs together inside a window: the check that a defect is what it is called.</summary>
internal sealed class LocalConductors
{
    private const int Side = BoardCanvas.Side;
    private readonly int[] _seen = new int[Side * Side];
    private readonly int[] _stack = new int[Side * Side];
    private int _round;

    /// <summary>Whether two pixels of copper are joined inside the window.</summary>
    public bool Joined(BoardCanvas board, PixelRectangle window, (int X, int Y) from, (int X, int Y) to)
    {
        _round++;
        Flood(board, window, from.Y * Side + from.X);
        return _seen[to.Y * Side + to.X] == _round;
    }

    /// <summary>How many pieces of copper of at least four pixels the window holds.</summary>
    public int Count(BoardCanvas board, PixelRectangle window)
    {
        _round++;
        var pieces = 0;
        for (var y = window.Y; y < window.Bottom; y++)
        {
            for (var x = window.X; x < window.Right; x++)
            {
                var pixel = y * Side + x;
                if (board.Pixels[pixel] != 0 && _seen[pixel] != _round && Flood(board, window, pixel) >= 4)
                {
                    pieces++;
                }
            }
        }

        return pieces;
    }

    private int Flood(BoardCanvas board, PixelRectangle window, int start)
    {
        if (board.Pixels[start] == 0)
        {
            return 0;
        }

        var (depth, size) = (0, 0);
        _stack[depth++] = start;
        _seen[start] = _round;
        while (depth > 0)
        {
            var pixel = _stack[--depth];
            size++;
            var (px, py) = (pixel % Side, pixel / Side);
            for (var y = Math.Max(window.Y, py - 1); y <= Math.Min(window.Bottom - 1, py + 1); y++)
            {
                for (var x = Math.Max(window.X, px - 1); x <= Math.Min(window.Right - 1, px + 1); x++)
                {
                    var next = y * Side + x;
                    if (board.Pixels[next] != 0 && _seen[next] != _round)
                    {
                        _seen[next] = _round;
                        _stack[depth++] = next;
                    }
                }
            }
        }

        return size;
    }
}
