using System.Text.Json;
using SemanticMlr.Imaging;

namespace SemanticMlr.Datasets;

/// <summary>Hides labels of a data set on purpose, so that training under missing labels can be compared with training on all of them.</summary>
/// <remarks>
/// With a grid, a record that would be cut becomes one record a tile. A masked record holds the kept positives (with those boxes of theirs that
/// lie in the sample) in <c>labels</c> and everything that nobody is to know in <c>unknown</c>; boxes of other labels do not stay, because
/// they would tell, and neither do lists and objects that only the source knows. Labels outside the universe are unknown everywhere. A negative can only be said of a label that
/// <c>"*"</c> does not cover, so where the source says <c>"*"</c> its negatives are hidden and counted so. Not thread-safe.
/// </remarks>
/// <param name="source">The data set's file, for messages.</param>
/// <param name="labels">The universe: the ids of the labels whose cells are drawn.</param>
/// <param name="others">Labels of the data set outside the universe.</param>
/// <param name="grid">How images are cut, or null to leave them whole.</param>
/// <param name="rule">Which cells stay known.</param>
/// <param name="random">Random numbers from 0 to below 1.</param>
public sealed class LabelMask(
    string source, IReadOnlyList<string> labels, IReadOnlyList<string> others, GridSize? grid, KeepRule rule, Func<double> random)
{
    private readonly SampleCutter _cutter = new(labels, grid);
    private readonly MaskCounts[] _counts = new MaskCounts[labels.Count];

    /// <summary>The universe.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>What became of the cells of each label so far.</summary>
    public IReadOnlyList<MaskCounts> Counts => _counts;

    /// <summary>Samples without a positive that is still known, so far.</summary>
    public int WithoutPositives { get; private set; }

    /// <summary>The masked samples of a record, in the order of the tiles.</summary>
    /// <exception cref="DatasetException">The image is too small for the grid.</exception>
    public IReadOnlyList<DatasetRecord> Apply(DatasetRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _cutter.RefuseTooSmall(source, record);
        return [.. _cutter.Cut(record).Select(sample => Hide(record, sample))];
    }

    private DatasetRecord Hide(DatasetRecord record, SampleTruth sample)
    {
        var kept = rule.Choose(sample.Labels, random);
        var all = record.Unknown.Contains(SampleCutter.All) || rule is KeepRule.OnePositive;
        for (var label = 0; label < labels.Count; label++)
        {
            kept[label] &= sample.Labels[label] == Truth.Present || !all;
            _counts[label] += MaskCounts.Of(sample.Labels[label], kept[label]);
        }

        string[] positives = [.. labels.Where((_, label) => kept[label] && sample.Labels[label] == Truth.Present)];
        WithoutPositives += positives.Length == 0 ? 1 : 0;
        return record with
        {
            Region = sample.Region.Name == NamedRegion.Whole ? null : sample.Region.Rectangle,
            Labels = positives,
            Boxes = BoxesOf(record, positives, sample.Region),
            Unknown = all ? [SampleCutter.All] : [.. labels.Where((_, label) => !kept[label]), .. others],
            Other = record.Other?.Where(field => field.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)).ToDictionary(),
        };
    }

    private static LabelledBox[]? BoxesOf(DatasetRecord record, string[] kept, NamedRegion region)
    {
        var boxes = record.Boxes?
            .Where(box => kept.Contains(box.Label) && region.Rectangle.Contains(box.CentreX, box.CentreY))
            .ToArray();
        return boxes is { Length: > 0 } ? boxes : null;
    }
}
