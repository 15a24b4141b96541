using System.Text.Json.Serialization;

namespace SemanticMlr.Cli.Trials;

/// <summary>True labels among the best ones.</summary>
/// <param name="Known">True labels of all pictures that the list holds, by id.</param>
/// <param name="Among">Those of them that are among the best of their picture.</param>
/// <param name="MedianRank">The median place of a known true label among all labels of its picture; 0 where there is none.</param>
/// <param name="Unknown">True labels of all pictures that the list does not hold.</param>
internal sealed record TrialTruth(int Known, int Among, int MedianRank, int Unknown)
{
    /// <summary>The figures in words.</summary>
    [JsonIgnore]
    public string Sentence => FormattableString.Invariant(
        $"Of {Known} true labels that the list has by id, {Among} are among the best of their picture, the median place is {MedianRank}; {Unknown} true labels are not in the list by id.");
}
