using SemanticMlr.Edge.Rollout;

namespace SemanticMlr.Cli.Trials;

/// <summary>What <c>mlr labels try</c> saw.</summary>
/// <param name="Bundle">Name and version.</param>
/// <param name="Head">The head.</param>
/// <param name="List">Id of the label list.</param>
/// <param name="Labels">Labels that were looked for.</param>
/// <param name="Source">Where pictures came from, without secrets.</param>
/// <param name="SecondsToLoad">How long it took to load bundle and list and to make the label table.</param>
/// <param name="Phrases">What is known of each phrase that was tried.</param>
/// <param name="Warnings">What is worth knowing of the labels, as a device that tries the list says it.</param>
/// <param name="Pictures">The pictures.</param>
/// <param name="Named">Of the true labels that the list knows, how many are among the best; null where nothing is known of the pictures.</param>
internal sealed record TrialReport(
    string Bundle,
    string Head,
    string List,
    int Labels,
    string Source,
    double SecondsToLoad,
    IReadOnlyList<TrialPhrase> Phrases,
    IReadOnlyList<ListFault> Warnings,
    IReadOnlyList<TrialPicture> Pictures,
    TrialTruth? Named);
