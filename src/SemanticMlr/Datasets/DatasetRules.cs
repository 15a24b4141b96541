using SemanticMlr.Imaging;

namespace SemanticMlr.Datasets;

/// <summary>What a record must fulfil beyond its schema.</summary>
internal static class DatasetRules
{
    /// <summary>The first fault, as part of a sentence, or null.</summary>
    public static string? FaultOf(DatasetRecord record) => record switch
    {
        { Image: "" } => "\"image\" is empty",
        { Width: <= 0 } or { Height: <= 0 } => $"\"width\" and \"height\" must be positive, found {record.Width} x {record.Height}",
        { Labels: null, Boxes: null, Unknown.Count: 0 } => "neither \"labels\" nor \"boxes\" nor \"unknown\" is there",
        { Region: { } region } when !region.FitsInside(record.Width, record.Height) =>
            $"\"region\" {region} does not lie inside {record.Width} x {record.Height} pixels",
        _ => FaultOf("labels", record.Labels)
            ?? FaultOf("unknown", record.Unknown)
            ?? record.Boxes?.Select((box, index) => FaultOf(record, box, index)).FirstOrDefault(fault => fault is not null),
    };

    // The reader does not see to it that elements are not null.
    private static string? FaultOf(string field, IReadOnlyList<string?>? names)
    {
        for (var index = 0; index < names?.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(names[index]))
            {
                return $"\"{field}[{index}]\" is {(names[index] is null ? "null" : "empty")}";
            }
        }

        return null;
    }

    private static string? FaultOf(DatasetRecord record, LabelledBox? box, int index) => box switch
    {
        null => $"\"boxes[{index}]\" is null",
        _ when string.IsNullOrWhiteSpace(box.Label) => $"\"boxes[{index}].label\" is empty",
        { Width: <= 0 } or { Height: <= 0 } => FormattableString.Invariant($"\"boxes[{index}]\" must have positive sides, found {box.Width} x {box.Height}"),
        _ when !new PixelRectangle(0, 0, record.Width, record.Height).Contains(box.CentreX, box.CentreY) =>
            FormattableString.Invariant($"the centre of \"boxes[{index}]\" ({box.CentreX}, {box.CentreY}) does not lie inside {record.Width} x {record.Height} pixels"),
        _ => null,
    };
}
