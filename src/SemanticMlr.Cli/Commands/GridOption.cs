using System.CommandLine;
using SemanticMlr.Imaging;

namespace SemanticMlr.Cli.Commands;

/// <summary>The option <c>--grid</c>.</summary>
internal static class GridOption
{
    public static Option<GridSize?> Create() => new("--grid")
    {
        Description = "Cuts each image into tiles, rows x columns, as 3x3; a tile has a label where the centre of a box of it lies.",
        CustomParser = result =>
        {
            if (GridSize.TryParse(result.Tokens[0].Value, out var grid))
            {
                return grid;
            }

            result.AddError($"--grid expects rows x columns from 1x1 to {GridSize.Limit}x{GridSize.Limit}, as 3x3, found '{result.Tokens[0].Value}'.");
            return null;
        },
    };
}
