using SemanticMlr.Datasets;

namespace SemanticMlr.Tests.Evaluation;

/// <summary>Truth written as <c>1 0 ?</c>.</summary>
internal static class TruthText
{
    public static Truth[] Parse(string text) => [.. text.Split(' ').Select(word => word switch
    {
        "1" => Truth.Present,
        "0" => Truth.Absent,
        _ => Truth.Unknown,
    })];
}
