using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>What a head says about a batch.</summary>
/// <param name="Logits">A logit for every image and label [B, C]; of the faithful <c>sigrl</c> its ranking score.</param>
/// <param name="Patches">How much each patch speaks for each label [B, P, C], as logits; null for a head that reads no patches.</param>
internal readonly record struct HeadScores(Tensor Logits, Tensor? Patches);
