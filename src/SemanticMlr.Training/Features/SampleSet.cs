using SemanticMlr.Datasets;
using SemanticMlr.Imaging;

namespace SemanticMlr.Training.Features;

/// <summary>The samples of a data set, image by image.</summary>
/// <param name="Path">The data set's file.</param>
/// <param name="Samples">All samples in the order of the file.</param>
internal sealed record SampleSet(string Path, IReadOnlyList<FeatureSample> Samples)
{
    private const int FaultsShown = 20;

    /// <summary>Reads a data set.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The ids of the labels, in the order of the truth.</param>
    /// <param name="grid">How images are cut, or null.</param>
    /// <param name="groupPrefix">Leading characters of a file name that name its group; 0 takes the record's clip, or else the image.</param>
    /// <exception cref="DatasetException">The file has faults, names labels that are not in the list, or images are missing.</exception>
    public static SampleSet Read(string path, IReadOnlyList<string> labels, GridSize? grid, int groupPrefix)
    {
        var records = DatasetReader.Read(path);
        var known = labels.ToHashSet(StringComparer.Ordinal);
        var unlisted = records.SelectMany(record => record.Names()).Where(name => !known.Contains(name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (unlisted.Length > 0)
        {
            throw new DatasetException($"{path}: has the labels {string.Join(", ", unlisted)}, which the recipe does not list; add them, or take them out of the data set.");
        }

        var missing = records.Select(record => DatasetReader.ImagePath(path, record)).Distinct(StringComparer.Ordinal).Where(image => !File.Exists(image)).ToArray();
        if (missing.Length > 0)
        {
            throw new DatasetException($"{path}: {missing.Length} images are missing; paths are relative to this file: {string.Join(", ", missing.Take(FaultsShown))}.");
        }

        var cutter = new SampleCutter(labels, grid);
        return new SampleSet(path, [.. records.SelectMany(record => cutter.Cut(record).Select(sample =>
            new FeatureSample(record.Image, GroupOf(record, groupPrefix), sample.Region, sample.Labels)))]);
    }

    /// <summary>The full path of a sample's image.</summary>
    public string ImagePath(FeatureSample sample) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, sample.Image);

    private static string GroupOf(DatasetRecord record, int prefix)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(record.Image);
        return prefix > 0 ? name[..Math.Min(prefix, name.Length)] : record.ClipName() ?? name;
    }
}
