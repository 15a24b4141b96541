using SemanticMlr.Training.Modules.Heads;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>A head of the model.</summary>
/// <param name="Kind">Its name, as <c>sigrl+</c>.</param>
/// <param name="Module">Its weights.</param>
/// <param name="ReadsGraph">Whether it reads the label graph's output; else the embeddings themselves.</param>
internal sealed record TrainedHead(string Kind, MatchingHead Module, bool ReadsGraph)
{
    /// <summary>Whether its scores only rank (sigrl.md 2.6), so that a cross-entropy means nothing.</summary>
    public bool OnlyRanks => Module is SigrlHead;
}
