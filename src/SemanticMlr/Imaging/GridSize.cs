using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SemanticMlr.Imaging;

/// <summary>How an image is cut into tiles: rows x columns.</summary>
public readonly record struct GridSize(int Rows, int Columns)
{
    /// <summary>The most rows or columns a grid may have.</summary>
    public const int Limit = 64;

    /// <summary>Reads <c>3x3</c> (rows x columns, each 1 to 64).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out GridSize grid)
    {
        grid = default;
        var parts = text?.Split('x', 'X');
        if (parts is not { Length: 2 }
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
            || rows is < 1 or > Limit
            || columns is < 1 or > Limit)
        {
            return false;
        }

        grid = new GridSize(rows, columns);
        return true;
    }

    /// <summary>The tiles of an image, row by row; cuts lie at round(i * size / count), halves rounded to even.</summary>
    public IReadOnlyList<NamedRegion> Tiles(int width, int height)
    {
        var tiles = new NamedRegion[Rows * Columns];
        for (var row = 0; row < Rows; row++)
        {
            var (top, bottom) = (Cut(row, height, Rows), Cut(row + 1, height, Rows));
            for (var column = 0; column < Columns; column++)
            {
                var (left, right) = (Cut(column, width, Columns), Cut(column + 1, width, Columns));
                tiles[row * Columns + column] = new NamedRegion(
                    string.Create(CultureInfo.InvariantCulture, $"r{row + 1}c{column + 1}"),
                    new PixelRectangle(left, top, right - left, bottom - top));
            }
        }

        return tiles;
    }

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows}x{Columns}");

    private static int Cut(int index, int size, int count) => (int)Math.Round((double)index * size / count);
}
