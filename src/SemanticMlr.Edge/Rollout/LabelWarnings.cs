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
    public IReadOnlyList<ListFault> Find(ProposedList proposal, LabelTable table, LabelListDifference difference) =>
        Find(proposal.List, proposal.Path, table, FreshOf(difference), difference.PromptChanged);

    /// <summary>Warnings about some labels of a list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="path">JSON pointer to it.</param>
    /// <param name="table">Its enabled labels.</param>
    /// <param name="fresh">The ids of the labels that are looked at.</param>
    /// <param name="promptChanged">Whether the prompt is looked at too.</param>
    public IReadOnlyList<ListFault> Find(LabelList list, string path, LabelTable table, IReadOnlySet<string> fresh, bool promptChanged) =>
        [.. Words(list, path, fresh, promptChanged).Concat(Alike(list, path, table, fresh)).Take(Most)];

    /// <summary>The ids of labels whose meaning a list adds or changes.</summary>
    public static HashSet<string> FreshOf(LabelListDifference difference) =>
    [
        .. difference.Added,
        .. difference.Changed.Where(change => change.Fields.Intersect(["text", "embedding", "enabled"]).Any()).Select(change => change.Id),
    ];

    private IEnumerable<ListFault> Words(LabelList list, string path, IReadOnlySet<string> fresh, bool promptChanged)
    {
        if (_words.Value is not { } words)
        {
            yield break;
        }

        foreach (var (index, label) in list.Labels.Index())
        {
            if (label.Embedding is null && fresh.Contains(label.Id) && words.UnknownIn(label.Text) is { Count: > 0 } unknown)
            {
                yield return Word(words, $"{path}/labels/{index}/text", label.Text, unknown);
            }
        }

        if (promptChanged && list.Prompt is { } prompt
            && words.UnknownIn(prompt.Replace("{label}", " ", StringComparison.Ordinal)) is { Count: > 0 } inPrompt)
        {
            yield return Word(words, $"{path}/prompt", prompt, inPrompt);
        }
    }

    private static ListFault Word(KnownWords words, string path, string text, IReadOnlyList<string> unknown) => new(
        "unknown-word",
        path,
        $"\"{text}\": the text encoder {(words.IsComplete ? "never saw" : "may never have seen")} {string.Join(", ", unknown.Select(word => $"\"{word}\""))} in training; look at its scores before the list is applied.");

    private IEnumerable<ListFault> Alike(LabelList list, string path, LabelTable table, IReadOnlySet<string> fresh)
    {
        var places = list.Labels.Index().ToDictionary(label => label.Item.Id, label => label.Index);
        foreach (var pair in SimilarLabels.Find(table, options.Value.TooAlike, index => fresh.Contains(table.Labels[index].Id)))
        {
            var id = fresh.Contains(pair.Id) ? pair.Id : pair.Other;
            yield return new ListFault(
                "too-alike",
                $"{path}/labels/{places[id]}",
                FormattableString.Invariant($"\"{pair.Id}\" and \"{pair.Other}\" are too alike for the text encoder (cosine {pair.Cosine:f3}): both will hold where one does."));
        }
    }
}
