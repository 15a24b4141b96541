using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Labels;

namespace SemanticMlr.Cli.Trials;

/// <summary>The warnings that a device answers with when it tries a list, before there is a device.</summary>
internal static class TrialWarnings
{
    /// <summary>Warnings about the phrases that are tried, or, without any, about the labels that the bundle's own list does not have.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="table">The labels that are looked for.</param>
    /// <param name="tried">The ids of the phrases.</param>
    /// <exception cref="BundleException">The words of the bundle cannot be read.</exception>
    public static IReadOnlyList<ListFault> Find(Bundle bundle, LabelTable table, IReadOnlyCollection<string> tried)
    {
        var warnings = new LabelWarnings(bundle, Options.Create(new LabelsOptions()));
        var difference = LabelListDifference.Of(bundle.Labels, table.List);
        return tried.Count > 0
            ? warnings.Find(table.List, "", table, tried.ToHashSet(StringComparer.Ordinal), promptChanged: false)
            : warnings.Find(table.List, "", table, LabelWarnings.FreshOf(difference), difference.PromptChanged);
    }
}
