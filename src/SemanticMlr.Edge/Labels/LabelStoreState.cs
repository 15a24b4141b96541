namespace SemanticMlr.Edge.Labels;

/// <summary>What the store's index file says; one file, so that it is old or new as a whole.</summary>
/// <param name="Schema">1.</param>
/// <param name="Activation">The highest number of an activation so far.</param>
/// <param name="NewestVersion">The highest version that was ever in force by command, or the default's: what comes next is one more.</param>
/// <param name="Current">The file of the list in force, or null where the default is.</param>
/// <param name="Default">SHA-256 of the default list that has the last activation number while <paramref name="Current"/> is null.</param>
/// <param name="Kept">The lists that can be put in force again.</param>
/// <param name="History">The last activations, oldest first.</param>
internal sealed record LabelStoreState(
    int Schema,
    long Activation,
    int NewestVersion,
    string? Current,
    string? Default,
    IReadOnlyList<KeptList> Kept,
    IReadOnlyList<ListActivation> History)
{
    /// <summary>The schema this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Nothing was applied so far.</summary>
    public static LabelStoreState Empty { get; } = new(CurrentSchema, 0, 0, null, null, [], []);
}
