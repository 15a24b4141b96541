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
    IReadOnlyList<HeadDifference> Differences)
{
    /// <summary>This result behind the tasks of an earlier one that it does not hold.</summary>
    public AblationResult Behind(AblationResult earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var own = Cells.Select(cell => cell.Task).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Cells = [.. earlier.Cells.Where(cell => !own.Contains(cell.Task)), .. Cells],
            Losses = [.. earlier.Losses.Where(loss => !own.Contains(loss.Task)), .. Losses],
            Differences = [.. earlier.Differences.Where(difference => !own.Contains(difference.Task)), .. Differences],
        };
    }
}
