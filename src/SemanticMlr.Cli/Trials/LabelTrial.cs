using OpenCvSharp;
using SemanticMlr.Imaging;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Trials;

/// <summary>Scores pictures with a label list and keeps what is worth telling.</summary>
/// <param name="recognizer">The model with the list.</param>
/// <param name="grid">Cuts pictures into tiles, or null for whole ones.</param>
/// <param name="tried">The ids of the phrases that are tried.</param>
/// <param name="top">How many of the most probable labels are told.</param>
internal sealed class LabelTrial(Recognizer recognizer, GridSize? grid, IReadOnlyList<string> tried, int top)
{
    private readonly List<TrialPicture> _pictures = [];

    /// <summary>The pictures so far.</summary>
    public IReadOnlyList<TrialPicture> Pictures => _pictures;

    /// <summary>Scores a picture.</summary>
    public TrialPicture Look(string name, Mat picture, IReadOnlyList<string>? truth)
    {
        IReadOnlyList<NamedRegion> regions = grid is { } size && picture.Cols >= size.Columns && picture.Rows >= size.Rows
            ? size.Tiles(picture.Cols, picture.Rows)
            : [NamedRegion.OfFrame(picture.Cols, picture.Rows)];
        var probabilities = recognizer.Recognize(picture, [.. regions.Select(region => region.Rectangle)]).Probabilities;
        var snapshot = recognizer.Snapshot;
        var scores = new List<TrialScore>(snapshot.Table.Count);
        foreach (var (index, label) in snapshot.Table.Labels.Index())
        {
            var region = Enumerable.Range(0, regions.Count).MaxBy(candidate => probabilities[candidate][index]);
            double probability = probabilities[region][index];
            scores.Add(new TrialScore(label.Id, label.Text, probability, 0, probability >= snapshot.Threshold(index), regions[region].Name));
        }

        TrialScore[] ranked = [.. scores.OrderByDescending(score => score.Probability).Select((score, index) => score with { Rank = index + 1 })];
        var seen = new TrialPicture(
            name,
            truth,
            [.. ranked.Where(score => truth?.Contains(score.Label) == true)],
            [.. ranked.Take(top)],
            [.. ranked.Where(score => tried.Contains(score.Label))],
            ranked.Count(score => score.Holds));
        _pictures.Add(seen);
        return seen;
    }

    /// <summary>How the phrases did over all pictures.</summary>
    public IReadOnlyList<TrialPhrase> Phrases()
    {
        var table = recognizer.Snapshot.Table;
        var phrases = new List<TrialPhrase>();
        foreach (var (index, label) in table.Labels.Index().Where(label => tried.Contains(label.Item.Id)))
        {
            TrialScore[] scores = [.. _pictures.SelectMany(picture => picture.Phrases).Where(score => score.Label == label.Id).OrderBy(score => score.Probability)];
            if (scores.Length == 0)
            {
                continue;
            }

            var others = Enumerable.Range(0, table.Count).Where(other => other != index).ToArray();
            var nearest = others.Length == 0 ? -1 : others.MaxBy(other => Cosine(index, other));
            phrases.Add(new TrialPhrase(
                label.Id,
                label.Text,
                scores.Count(score => score.Holds),
                scores[0].Probability,
                scores[scores.Length / 2].Probability,
                scores[^1].Probability,
                nearest < 0 ? null : table.Labels[nearest].Id,
                nearest < 0 ? 0 : Cosine(index, nearest)));
        }

        return phrases;
    }

    /// <summary>How many of the true labels are among the best; null where nothing is known of any picture.</summary>
    public TrialTruth? Truth()
    {
        var told = _pictures.Where(picture => picture.Truth is not null).ToArray();
        int[] ranks = [.. told.SelectMany(picture => picture.True).Select(score => score.Rank).Order()];
        return told.Length == 0 ? null : new TrialTruth(
            ranks.Length, ranks.Count(rank => rank <= top), ranks.Length == 0 ? 0 : ranks[ranks.Length / 2], told.Sum(picture => picture.Truth!.Count) - ranks.Length);
    }

    private double Cosine(int first, int second)
    {
        var (table, width) = (recognizer.Snapshot.Table, recognizer.Snapshot.Table.Dimension);
        return System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(
            table.Embeddings.AsSpan(first * width, width), table.Embeddings.AsSpan(second * width, width));
    }
}
