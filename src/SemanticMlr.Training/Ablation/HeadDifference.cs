using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.Ablation;

/// <summary>mAP of a head less that of another, on the same samples and seeds.</summary>
/// <param name="Task">The task.</param>
/// <param name="Labels">The row.</param>
/// <param name="Head">The one.</param>
/// <param name="Against">The other.</param>
/// <param name="Difference">Mean over the seeds.</param>
/// <param name="Low">2.5 percentile over images drawn again.</param>
/// <param name="High">97.5 percentile.</param>
public sealed record HeadDifference(string Task, string Labels, string Head, string Against, double Difference, double Low, double High)
{
    /// <summary>Of the scores that are kept.</summary>
    /// <param name="task">The task.</param>
    /// <param name="row">The row.</param>
    /// <param name="pair">The heads.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="folder">The folder of a head's cell with a seed.</param>
    /// <param name="compared">The numbers of the labels compared, of all labels of a table.</param>
    internal static HeadDifference Of(
        string task, string row, AblationPair pair, IReadOnlyList<int> seeds, Func<string, int, string> folder, Func<IReadOnlyList<string>, IReadOnlyList<int>> compared)
    {
        var tables = seeds.Select(seed => (First: CellStore.Scores(folder(pair.Head, seed), null), Second: CellStore.Scores(folder(pair.Against, seed), null))).ToList();
        var (difference, interval) = PairedBootstrap.Of(tables, compared(tables[0].First.Labels), ScoreLines.ImageOf, new Random(0).NextDouble);
        return new HeadDifference(task, row, pair.Head, pair.Against, difference, interval.Low, interval.High);
    }
}
