using SemanticMlr.Imaging;

namespace SemanticMlr.Datasets;

/// <summary>Turns a record of a data set into samples: the whole image, its part, or its tiles, each with what is known of every label.</summary>
/// <remarks>
/// A tile or part has a label where the centre of a box of it lies. A record with a <c>region</c> is one sample, and one with labels but
/// no boxes is not cut, because nobody knows where its labels lie. Where both are there, <c>labels</c> rules and boxes locate: a label
/// without a box is unknown on every tile, and a box whose label is not among <c>labels</c> does not count.
/// </remarks>
/// <param name="labels">The ids of the labels asked for, in the order of the truth.</param>
/// <param name="grid">How images are cut, or null to leave them whole.</param>
public sealed class SampleCutter(IReadOnlyList<string> labels, GridSize? grid)
{
    /// <summary>In <c>unknown</c>: all labels that are not listed.</summary>
    internal const string All = "*";

    /// <summary>The samples of a record.</summary>
    public IReadOnlyList<SampleTruth> Cut(DatasetRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Region is { } part)
        {
            return [Sample(record, new NamedRegion("region", part), located: record.Boxes is not null)];
        }

        return IsCut(record)
            ? [.. grid!.Value.Tiles(record.Width, record.Height).Select(tile => Sample(record, tile, located: true))]
            : [Sample(record, NamedRegion.OfFrame(record.Width, record.Height), located: false)];
    }

    /// <summary>Refuses a record that would be cut into tiles of which some have no pixels.</summary>
    /// <exception cref="DatasetException">The image is too small.</exception>
    internal void RefuseTooSmall(string path, DatasetRecord record)
    {
        if (IsCut(record) && (record.Width < grid!.Value.Columns || record.Height < grid.Value.Rows))
        {
            throw new DatasetException($"{path}: {record.Image} has {record.Width} x {record.Height} pixels, too few to cut it {grid}; use a smaller grid or leave the image out.");
        }
    }

    private bool IsCut(DatasetRecord record) =>
        grid is not null && record is { Region: null, Boxes: { } boxes } && (boxes.Count > 0 || record.Labels is null or { Count: 0 });

    private SampleTruth Sample(DatasetRecord record, NamedRegion region, bool located) =>
        new(region, [.. labels.Select(label => TruthOf(record, label, region.Rectangle, located))], record.Boxes ?? []);

    private static Truth TruthOf(DatasetRecord record, string label, PixelRectangle region, bool located)
    {
        var boxes = record.Boxes ?? [];
        if (record.Labels is { } held)
        {
            if (!held.Contains(label))
            {
                return Missing(record, label);
            }

            if (!located)
            {
                return Truth.Present;
            }

            var own = boxes.Where(box => box.Label == label).ToArray();
            return own.Length == 0 ? Truth.Unknown : own.Any(box => region.Contains(box.CentreX, box.CentreY)) ? Truth.Present : Truth.Absent;
        }

        return boxes.Any(box => box.Label == label && (!located || region.Contains(box.CentreX, box.CentreY)))
            ? Truth.Present
            : Missing(record, label);
    }

    private static Truth Missing(DatasetRecord record, string label) =>
        record.Unknown.Contains(label) || record.Unknown.Contains(All) ? Truth.Unknown : Truth.Absent;
}
