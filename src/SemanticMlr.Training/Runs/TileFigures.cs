using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.Runs;

/// <summary>Average precision over tiles.</summary>
/// <param name="Map">Mean over the labels that hold anywhere, 0..1.</param>
/// <param name="Ap">Average precision by label id; null where the label holds nowhere.</param>
/// <param name="Tiles">Number of tiles.</param>
public sealed record TileFigures(double Map, IReadOnlyDictionary<string, double?> Ap, int Tiles)
{
    /// <summary>Figures of one head.</summary>
    public static TileFigures Of(IReadOnlyList<TileScore> scores, IReadOnlyList<string> labels, Func<TileScore, IReadOnlyList<float>> head)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(head);
        var ap = labels
            .Select((id, index) => (id, Value: AveragePrecision.Of(
                [.. scores.Select(score => head(score)[index])],
                [.. scores.Select(score => score.Truth[index] ? Truth.Present : Truth.Absent)])))
            .ToDictionary(pair => pair.id, pair => pair.Value, StringComparer.Ordinal);
        return new TileFigures(ap.Values.Average() ?? 0, ap, scores.Count);
    }
}
