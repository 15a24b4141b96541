using SemanticMlr.Datasets;
using SemanticMlr.Imaging;

namespace SemanticMlr.Evaluation;

/// <summary>The images of a data set; records that speak of parts of one image are read together.</summary>
public sealed class DatasetPictures : IPictureSource
{
    private const int FaultsShown = 20;
    private readonly string _path;
    private readonly SampleCutter _cutter;
    private readonly IReadOnlyList<IGrouping<string, DatasetRecord>> _images;

    /// <param name="path">The data set's file.</param>
    /// <param name="labels">The ids of the labels asked for.</param>
    /// <param name="grid">How images are cut, or null to leave them whole.</param>
    /// <exception cref="DatasetException">The file has faults, an image is too small for the grid, or images are missing; all are listed (the first 20).</exception>
    public DatasetPictures(string path, IReadOnlyList<string> labels, GridSize? grid)
    {
        _path = path;
        _cutter = new SampleCutter(labels, grid);
        var records = DatasetReader.Read(path);
        foreach (var record in records)
        {
            _cutter.RefuseTooSmall(path, record);
        }

        _images = [.. records.GroupBy(record => record.Image, StringComparer.Ordinal)];
        UnlistedLabels = [.. records.SelectMany(record => record.Names()).Distinct(StringComparer.Ordinal).Except(labels, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var missing = _images.Select(image => DatasetReader.ImagePath(path, image.First())).Where(image => !File.Exists(image)).ToArray();
        if (missing.Length > 0)
        {
            throw new DatasetException(
                $"{path}: {missing.Length} of {_images.Count} images are missing; paths are relative to this file: {string.Join(", ", missing.Take(FaultsShown))}.");
        }
    }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <summary>Labels of the data set that were not asked for, in ordinal order; they count nowhere.</summary>
    public IReadOnlyList<string> UnlistedLabels { get; }

    /// <inheritdoc/>
    /// <exception cref="ImageException">The image cannot be read.</exception>
    /// <exception cref="DatasetException">The image has another size than its record says.</exception>
    public EvaluationPicture Read(int index)
    {
        var records = _images[index];
        var path = DatasetReader.ImagePath(_path, records.First());
        var pixels = ImageReader.Read(path);
        if (records.FirstOrDefault(record => record.Width != pixels.Cols || record.Height != pixels.Rows) is { } wrong)
        {
            var found = $"{pixels.Cols} x {pixels.Rows}";
            pixels.Dispose();
            throw new DatasetException($"{_path}: {wrong.Image} has {found} pixels, its record says {wrong.Width} x {wrong.Height}; correct \"width\" and \"height\".");
        }

        return new EvaluationPicture(records.Key, pixels, [.. records.SelectMany(_cutter.Cut)]);
    }
}
