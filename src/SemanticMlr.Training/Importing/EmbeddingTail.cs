using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>The end of an image encoder: what is done to the picked or pooled vector of an image until it is the embedding (last norm, projection).</summary>
/// <param name="Pick">The node that turns the features of all places into one vector.</param>
/// <param name="Kind">How it does so.</param>
/// <param name="Features">The features of all places: tokens [B, N, W] or a map [B, W, H, W'].</param>
/// <param name="Entry">The one vector of an image.</param>
/// <param name="Nodes">What makes the embedding of it, in the order of the file. They treat every row alike.</param>
/// <param name="Output">The embedding.</param>
internal sealed record EmbeddingTail(NodeProto Pick, PickKind Kind, string Features, string Entry, IReadOnlyList<NodeProto> Nodes, string Output);
