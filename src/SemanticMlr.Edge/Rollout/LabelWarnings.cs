using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Labels;

namespace SemanticMlr.Edge.Rollout;

/// <summary>What is worth knowing of a list although it is whole: words that the text encoder never saw, labels too alike.</summary>
internal sealed class LabelWarnings(Bundle bundle, IOptions<LabelsOptions> options)
{
    private const int Most = 100;

    private readonly Lazy<KnownWords?> _words = new(() => KnownWords.Of(bundle));

    /// <summary>Warnings about the labels that a list adds or changes.</summary>
    /// <param name="proposal">The list.</param>
    /// <param name="table">Its enabled labels.</param>
    /// <param name="difference">What it changes.</param>
    public IReadOnlyList<ListFault> Find(ProposedList proposal, LabelTable table, LabelListDifference difference)
    {
        var fresh = difference.Added.Concat(difference.Changed.Where(change => change.Fields.Intersect(["text", "embedding", "enabled"]).Any()).Select(change => change.Id)).ToHashSet();
        return [.. Words(proposal, fresh, difference.PromptChanged).Concat(Alike(proposal, table, fresh)).Take(Most)];
    }

    private IEnumerable<ListFault> Words(ProposedList proposal, HashSet<string> fresh, bool promptChanged)
    {
        if (_words.Value is not { } words)
        {
            yield break;
        }

        foreach (var (index, label) in proposal.List.Labels.Index())
        {
            if (label.Embedding is null && fresh.Contains(label.Id) && words.UnknownIn(label.Text) is { Count: > 0 } unknown)
            {
                yield return Word(words, $"{proposal.Path}/labels/{index}/text", label.Text, unknown);
            }
        }

        if (promptChanged && proposal.List.Prompt is { } prompt
            && words.UnknownIn(prompt.Replace("{label}", " ", StringComparison.Ordinal)) is { Count: > 0 } inPrompt)
        {
            yield return Word(words, $"{proposal.Path}/prompt", prompt, inPrompt);
        }
    }

    private static ListFault Word(KnownWords words, string path, string text, IReadOnlyList<string> unknown) => new(
        "unknown-word",
        path,
        $"\"{text}\": the text encoder {(words.IsComplete ? "never saw" : "may never have seen")} {string.Join(", ", unknown.Select(word => $"\"{word}\""))} in training; try the list first (labels/dry-run).");

    private IEnumerable<ListFault> Alike(ProposedList proposal, LabelTable table, HashSet<string> fresh)
    {
        var places = proposal.List.Labels.Index().ToDictionary(label => label.Item.Id, label => label.Index);
        foreach (var pair in SimilarLabels.Find(table, options.Value.TooAlike, index => fresh.Contains(table.Labels[index].Id)))
        {
            var id = fresh.Contains(pair.Id) ? pair.Id : pair.Other;
            yield return new ListFault(
                "too-alike",
                $"{proposal.Path}/labels/{places[id]}",
                FormattableString.Invariant($"\"{pair.Id}\" and \"{pair.Other}\" are too alike for the text encoder (cosine {pair.Cosine:f3}): both will hold where one does."));
        }
    }
}
