using System.CommandLine;
using SemanticMlr.Bundles;
using SemanticMlr.Labels;

namespace SemanticMlr.Cli.Commands;

/// <summary>The option <c>--labels</c>: a label set of the bundle, all of them, or some labels of the list.</summary>
/// <remarks>The chosen labels are a list of their own: what depends on the list (label graph, norm over labels, F1@K) sees no others. Zero-shot papers run <c>unseen</c> and <c>all</c> this way.</remarks>
internal static class LabelChoice
{
    private const string All = "all";
    private static readonly string[] Parts = ["seen", "unseen"];

    public static Option<string?> CreateOption() => new("--labels")
    {
        Description = "The labels that are scored: a label set of the bundle (as seen or unseen), all (its set of that name, else seen and unseen together, else its list), or ids with commas between them. Otherwise the whole list.",
    };

    /// <summary>The ids that an option names by themselves.</summary>
    public static string[] Ids(string choice) => choice.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether the option names what only a bundle can tell.</summary>
    public static bool IsSet(string choice) => choice == All || Parts.Contains(choice);

    /// <summary>The list that the option names.</summary>
    /// <param name="choice">What the option says, or null for the whole list.</param>
    /// <param name="list">The list without a choice.</param>
    /// <param name="bundle">The bundle whose label sets may be named, or null where a list of its own was given.</param>
    /// <exception cref="LabelListException">A label or set is not there.</exception>
    public static LabelList Choose(string? choice, LabelList list, Bundle? bundle)
    {
        var sets = bundle?.Manifest.LabelSets.Keys.ToArray() ?? [];
        if (choice is null || (choice == All && !sets.Contains(All) && Parts.Except(sets).Any()))
        {
            return list;
        }

        if (sets.Contains(choice))
        {
            return bundle!.LabelSet(choice);
        }

        if (choice == All)
        {
            return Join([.. Parts.Select(bundle!.LabelSet)]);
        }

        var ids = Ids(choice);
        string[] unknown = [.. ids.Except(list.Labels.Select(label => label.Id), StringComparer.Ordinal)];
        return unknown.Length == 0 && ids.Length > 0
            ? list with { Labels = [.. list.Labels.Where(label => ids.Contains(label.Id))] }
            : throw new LabelListException(list.Id, [
                $"--labels {choice}: {(ids.Length == 0 ? "names no label" : $"there is no label {string.Join(", ", unknown)}")}; label sets of the bundle: "
                + (bundle is null ? "not with --label-list" : sets.Length == 0 ? "none" : string.Join(", ", sets))]);
    }

    private static LabelList Join(LabelList[] parts) =>
        parts[0] with { Id = All, Labels = [.. parts.SelectMany(part => part.Labels).DistinctBy(label => label.Id)] };
}
