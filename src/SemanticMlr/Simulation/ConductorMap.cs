namespace SemanticMlr.Simulation;

/// <summary>Which pixels of copper belong together (eight neighbours), as runs per row joined with those of the row above.</summary>
internal sealed class ConductorMap
{
    private const int Side = BoardCanvas.Side;
    private readonly List<(int Left, int Right)> _runs = [];
    private readonly List<int> _parents = [];
    private readonly int[] _rowStarts = new int[Side + 1];

    /// <summary>Reads a board; what was known of another one is forgotten.</summary>
    public void Read(BoardCanvas board)
    {
        _runs.Clear();
        _parents.Clear();
        for (var y = 0; y < Side; y++)
        {
            _rowStarts[y] = _runs.Count;
            ReadRow(board.Pixels.AsSpan(y * Side, Side));
            if (y > 0)
            {
                JoinRows(y);
            }
        }

        _rowStarts[Side] = _runs.Count;
    }

    /// <summary>The number of the conductor that a pixel of copper belongs to, or -1 for bare board.</summary>
    public int ConductorAt(int x, int y)
    {
        if (!BoardCanvas.Inside(x, y))
        {
            return -1;
        }

        var (low, high) = (_rowStarts[y], _rowStarts[y + 1] - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (left, right) = _runs[middle];
            if (x < left)
            {
                high = middle - 1;
            }
            else if (x > right)
            {
                low = middle + 1;
            }
            else
            {
                return Root(middle);
            }
        }

        return -1;
    }

    private void ReadRow(ReadOnlySpan<byte> row)
    {
        var x = 0;
        while (true)
        {
            var start = row[x..].IndexOf((byte)1);
            if (start < 0)
            {
                return;
            }

            x += start;
            var length = row[x..].IndexOf((byte)0);
            var end = length < 0 ? Side : x + length;
            _parents.Add(_runs.Count);
            _runs.Add((x, end - 1));
            x = end;
            if (x == Side)
            {
                return;
            }
        }
    }

    private void JoinRows(int y)
    {
        var (above, here) = (_rowStarts[y - 1], _rowStarts[y]);
        while (above < _rowStarts[y] && here < _runs.Count)
        {
            var (a, b) = (_runs[above], _runs[here]);
            if (a.Left <= b.Right + 1 && b.Left <= a.Right + 1)
            {
                _parents[Root(above)] = Root(here);
            }

            if (a.Right < b.Right)
            {
                above++;
            }
            else
            {
                here++;
            }
        }
    }

    private int Root(int run)
    {
        while (_parents[run] != run)
        {
            _parents[run] = _parents[_parents[run]];
            run = _parents[run];
        }

        return run;
    }
}
