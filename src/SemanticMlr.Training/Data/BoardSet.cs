using OpenCvSharp;
using SemanticMlr.Datasets;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Data;

/// <summary>The images of a data set with boxes, read into memory. Owns the pictures.</summary>
internal sealed class BoardSet : IDisposable
{
    private BoardSet(IReadOnlyList<BoardImage> images) => Images = images;

    public IReadOnlyList<BoardImage> Images { get; }

    /// <summary>Reads every image of a data set.</summary>
    /// <exception cref="DatasetException">The file, an image or a label does not fit the recipe.</exception>
    public static BoardSet Read(string path, Recipe recipe, Action<int, int>? progress = null, CancellationToken cancellationToken = default)
    {
        var labels = recipe.Labels.Select((label, index) => (label.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        var records = DatasetReader.Read(path);
        var images = new List<BoardImage>(records.Count);
        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            images.Add(Read(path, record, labels, recipe.GroupPrefix));
            progress?.Invoke(images.Count, records.Count);
        }

        return new BoardSet(images);
    }

    /// <summary>The images of the named groups, and all others.</summary>
    /// <exception cref="DatasetException">A group has no image, or nothing is left to train on.</exception>
    public (IReadOnlyList<BoardImage> Training, IReadOnlyList<BoardImage> HeldOut) Split(IReadOnlyCollection<string> heldOut)
    {
        var groups = Images.Select(image => image.Group).Distinct().Order(StringComparer.Ordinal).ToArray();
        var unknown = heldOut.Except(groups).ToArray();
        if (unknown.Length > 0)
        {
            throw new DatasetException($"No image is in group {string.Join(", ", unknown)}; the groups are {string.Join(", ", groups)}.");
        }

        var parts = Images.ToLookup(image => heldOut.Contains(image.Group));
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

    private static BoardImage Read(string path, DatasetRecord record, Dictionary<string, int> labels, int groupPrefix)
    {
        if (record.Boxes is not { } boxes)
        {
            throw new DatasetException($"{path}: {record.Image} has no \"boxes\"; training needs to know where a label lies.");
        }

        var defects = boxes.Select(box => labels.TryGetValue(box.Label, out var label)
            ? new Defect(label, (float)box.CentreX, (float)box.CentreY)
            : throw new DatasetException($"{path}: {record.Image} has the label \"{box.Label}\", which the recipe does not list."));
        var name = Path.GetFileNameWithoutExtension(record.Image);
        var group = name[..Math.Min(groupPrefix, name.Length)];
        var brightness = Cv2.ImRead(DatasetReader.ImagePath(path, record), ImreadModes.Grayscale);
        if (brightness.Empty() || brightness.Cols != record.Width || brightness.Rows != record.Height)
        {
            var found = brightness.Empty() ? "cannot be read" : $"has {brightness.Cols} x {brightness.Rows} pixels, not {record.Width} x {record.Height}";
            brightness.Dispose();
            throw new DatasetException($"{path}: the image {record.Image} {found}.");
        }

        return new BoardImage(record.Image, group, brightness, [.. defects]);
    }
}
