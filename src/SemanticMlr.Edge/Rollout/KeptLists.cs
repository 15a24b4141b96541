using SemanticMlr.Edge.Labels;

namespace SemanticMlr.Edge.Rollout;

/// <summary>The way back through the lists that were in force.</summary>
internal static class KeptLists
{
    /// <summary>The kept lists that were in force before one, the latest first; those that never were come last.</summary>
    public static IReadOnlyList<KeptList> Before(LabelStoreState state, KeptList? current)
    {
        var kept = state.Kept.Where(list => list.File != current?.File).ToDictionary(list => list.File);
        return [.. state.History.Reverse().Select(activation => activation.File).Concat(kept.Keys).Distinct().Where(kept.ContainsKey).Select(file => kept[file])];
    }
}
