using System.Globalization;
using OpenCvSharp;
using SemanticMlr.Datasets;
using SemanticMlr.Imaging;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Data;

/// <summary>The images of a data set with boxes, and the simulated ones of the recipe, in memory. Owns the pictures.</summary>
/// <remarks>Patches are trained densely, so a place without a box counts as free of every label: records must say all of their image by boxes.</remarks>
internal sealed class BoardSet : IDisposable
{
    /// <summary>How far the sides of a tile may differ; a crop of the sampler is square, a tile of the agent is stretched to a square.</summary>
    private const double SquareTolerance = 0.02;

    public BoardSet(IReadOnlyList<BoardImage> images) => Images = images;

    public IReadOnlyList<BoardImage> Images { get; }

    /// <summary>Reads every image of a data set.</summary>
    /// <exception cref="DatasetException">The file, an image or a label does not fit the recipe.</exception>
    public static BoardSet Read(string path, Recipe recipe, Action<int, int>? progress = null, CancellationToken cancellationToken = default)
    {
        var labels = recipe.Labels.Select((label, index) => (label.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        var records = DatasetReader.Read(path);
        var total = records.Count + (recipe.Simulation?.Count ?? 0);
        var images = new List<BoardImage>(total);
        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            images.Add(Read(path, record, labels, recipe));
            progress?.Invoke(images.Count, total);
        }

        foreach (var image in recipe.Simulation is { } simulation ? SimulatedBoards.Render(simulation, labels) : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            images.Add(image);
            progress?.Invoke(images.Count, total);
        }

        return new BoardSet(images);
    }

    /// <summary>The images of the named groups, and all others but the simulated ones drawn after a named group: its look is held out too.</summary>
    /// <exception cref="DatasetException">A group has no image, or nothing is left to train on.</exception>
    public (IReadOnlyList<BoardImage> Training, IReadOnlyList<BoardImage> HeldOut) Split(IReadOnlyCollection<string> heldOut)
    {
        var groups = Images.Select(image => image.Group).Distinct().Order(StringComparer.Ordinal).ToArray();
        var unknown = heldOut.Except(groups).ToArray();
        if (unknown.Length > 0)
        {
            throw new DatasetException($"No image is in group {string.Join(", ", unknown)}; the groups are {string.Join(", ", groups)}.");
        }

        var drawnAfter = heldOut.Select(SimulatedBoards.GroupAfter).ToHashSet(StringComparer.Ordinal);
        var parts = Images.Where(image => !drawnAfter.Contains(image.Group)).ToLookup(image => heldOut.Contains(image.Group));
        return parts[false].Any()
            ? ([.. parts[false]], [.. parts[true]])
            : throw new DatasetException("Every group is held out; nothing is left to train on.");
    }

    public void Dispose()
    {
        foreach (var image in Images)
        {
            image.Brightness.Dispose();
        }
    }

    private static BoardImage Read(string path, DatasetRecord record, Dictionary<string, int> labels, Recipe recipe)
    {
        if (Fault(record, recipe.Grid) is { } fault)
        {
            throw new DatasetException($"{path}: {record.Image} {fault}.");
        }

        var defects = record.Boxes!.Select(box => labels.TryGetValue(box.Label, out var label)
            ? new Defect(label, (float)box.CentreX, (float)box.CentreY)
            : throw new DatasetException($"{path}: {record.Image} has the label \"{box.Label}\", which the recipe does not list."));
        var name = Path.GetFileNameWithoutExtension(record.Image);
        var group = name[..Math.Min(recipe.GroupPrefix, name.Length)];
        var brightness = Cv2.ImRead(DatasetReader.ImagePath(path, record), ImreadModes.Grayscale);
        if (brightness.Empty() || brightness.Cols != record.Width || brightness.Rows != record.Height)
        {
            var found = brightness.Empty() ? "cannot be read" : $"has {brightness.Cols} x {brightness.Rows} pixels, not {record.Width} x {record.Height}";
            brightness.Dispose();
            throw new DatasetException($"{path}: the image {record.Image} {found}.");
        }

        return new BoardImage(record.Image, group, brightness, [.. defects]);
    }

    private static string? Fault(DatasetRecord record, GridSize grid)
    {
        var tile = (Width: (double)record.Width / grid.Columns, Height: (double)record.Height / grid.Rows);
        return record switch
        {
            { Boxes: null } => "has no \"boxes\"; training needs to know where a label lies",
            { Region: not null } => "has a \"region\"; training reads whole images: list the image once, with all of its boxes and without \"region\"",
            { Unknown.Count: > 0 } => "has \"unknown\" labels; to training a label without a box is absent: add the boxes, or leave the image out",
            { Labels: { } labels, Boxes: var boxes } when !labels.ToHashSet(StringComparer.Ordinal).SetEquals(boxes.Select(box => box.Label)) =>
                $"has the \"labels\" {string.Join(", ", labels)}, but boxes of {string.Join(", ", boxes.Select(box => box.Label).Distinct())}; "
                + "correct one of them, or leave \"labels\" out",
            _ when Math.Abs(tile.Width / tile.Height - 1) > SquareTolerance => string.Create(
                CultureInfo.InvariantCulture,
                $"has tiles of {tile.Width:0.#} x {tile.Height:0.#} pixels in a {grid} grid; training needs square ones: change the recipe's \"grid\" or crop the images"),
            _ => null,
        };
    }
}
