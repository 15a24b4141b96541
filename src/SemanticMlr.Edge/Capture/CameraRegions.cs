using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Capture;

/// <summary>The regions of a camera's frames, for each size of a frame.</summary>
internal sealed class CameraRegions
{
    private readonly GridSize? _grid;
    private readonly NamedRegion[] _rectangles;
    private volatile Sized? _last;

    public CameraRegions(CameraOptions options)
    {
        _rectangles = [.. options.Rectangles.Select(rectangle => rectangle.ToRegion())];
        _grid = GridSize.TryParse(options.Regions, out var grid) ? grid : null;
    }

    /// <summary>How many regions a frame has, whatever its size.</summary>
    public int Count => _rectangles.Length > 0 ? _rectangles.Length : _grid is { } grid ? grid.Rows * grid.Columns : 1;

    /// <summary>The faults of the options that need no frame to be seen, each with the option's name.</summary>
    public static IEnumerable<string> FaultsOf(CameraOptions camera)
    {
        var whole = camera.Regions == NamedRegion.Whole;
        if (!whole && !GridSize.TryParse(camera.Regions, out _))
        {
            yield return $"{nameof(camera.Regions)}: '{camera.Regions}' is neither 'whole' nor a grid of rows x columns as '3x3' (at most {GridSize.Limit} each).";
        }

        if (!whole && camera.Rectangles.Count > 0)
        {
            yield return $"{nameof(camera.Rectangles)}: {nameof(camera.Regions)} is '{camera.Regions}' too; keep one of them.";
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < camera.Rectangles.Count; index++)
        {
            var region = camera.Rectangles[index];
            var path = $"{nameof(camera.Rectangles)}:{index}";
            if (!CaptureConsistencyValidator.ValidName().IsMatch(region.Name))
            {
                yield return $"{path}:{nameof(region.Name)}: '{region.Name}' is not 1 to 64 of A-Z, a-z, 0-9, '_' and '-'.";
            }
            else if (!names.Add(region.Name))
            {
                yield return $"{path}:{nameof(region.Name)}: '{region.Name}' is given twice.";
            }

            if (region.X < 0 || region.Y < 0 || region.Width < 1 || region.Height < 1)
            {
                yield return $"{path}: {region.X}, {region.Y}, {region.Width} x {region.Height} is no rectangle inside a frame; X and Y start at 0, Width and Height at 1.";
            }
        }
    }

    /// <summary>The regions of a frame of that size, or the reason why they do not fit into it.</summary>
    public (IReadOnlyList<NamedRegion> Regions, string? Fault) Of(int width, int height)
    {
        var last = _last;
        if (last is null || last.Width != width || last.Height != height)
        {
            last = Create(width, height);
            _last = last;
        }

        return (last.Regions, last.Fault);
    }

    private Sized Create(int width, int height)
    {
        var regions = _rectangles.Length > 0 ? _rectangles
            : _grid is { } grid ? grid.Tiles(width, height)
            : [NamedRegion.OfFrame(width, height)];
        var outside = regions.FirstOrDefault(region => !region.Rectangle.FitsInside(width, height));
        var fault = outside is null ? null
            : _rectangles.Length > 0
                ? $"The region '{outside.Name}' ({outside.Rectangle.X}, {outside.Rectangle.Y}, {outside.Rectangle.Width} x {outside.Rectangle.Height}) does not lie inside the frame of {width} x {height} pixels."
                : $"A frame of {width} x {height} pixels is too small for a grid of {_grid}.";
        return new Sized(width, height, regions, fault);
    }

    private sealed record Sized(int Width, int Height, IReadOnlyList<NamedRegion> Regions, string? Fault);
}
