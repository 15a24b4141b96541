namespace SemanticMlr.Training.Ablation;

/// <summary>What is written to <c>ablation.json</c>.</summary>
/// <param name="Commit">The commit whose code ran.</param>
/// <param name="Command">The command that makes it again.</param>
/// <param name="Processor">The processor that it ran on.</param>
/// <param name="Cells">One object a cell.</param>
/// <param name="Losses">The loss of each row.</param>
/// <param name="Differences">Paired differences of heads.</param>
public sealed record AblationResult(
    string Commit,
    string Command,
    string Processor,
    IReadOnlyList<AblationCell> Cells,
    IReadOnlyList<LossChoice> Losses,
    IReadOnlyList<HeadDifference> Differences);
