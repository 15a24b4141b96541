namespace SemanticMlr.Cli.Trials;

/// <summary>What was seen in a picture: of each label the region where it is most probable.</summary>
/// <param name="Name">The picture.</param>
/// <param name="Truth">The labels that hold, or null where nobody says.</param>
/// <param name="True">Those of them that the list holds, by id.</param>
/// <param name="Best">The most probable labels, best first.</param>
/// <param name="Phrases">The phrases that were tried.</param>
/// <param name="Holding">How many labels reach their threshold.</param>
internal sealed record TrialPicture(
    string Name,
    IReadOnlyList<string>? Truth,
    IReadOnlyList<TrialScore> True,
    IReadOnlyList<TrialScore> Best,
    IReadOnlyList<TrialScore> Phrases,
    int Holding);
