using SemanticMlr.Simulation.Line;

namespace SemanticMlr.Training.Ablation.Scenes;

/// <summary>Which phrases are ranked together (sigrl.md 5.1): a head's scores depend on them where it has a label graph.</summary>
/// <param name="Task">Its name in the tables.</param>
/// <param name="IsScored">Which phrases of the grammar are ranked.</param>
internal sealed record SceneProtocol(string Task, Func<LinePhrase, bool> IsScored)
{
    /// <summary>Zero-shot: the phrases held out, among themselves. Generalised: all phrases.</summary>
    public static IReadOnlyList<SceneProtocol> All { get; } =
    [
        new("simulated packaging line, zero-shot", phrase => !phrase.IsSeen),
        new("simulated packaging line, generalised", _ => true),
    ];
}
