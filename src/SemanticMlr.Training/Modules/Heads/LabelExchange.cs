using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>Labels attend to each other by their semantics and pass on what they see in the image.</summary>
internal sealed class LabelExchange : nn.Module<Tensor, Tensor, Tensor>
{
    public LabelExchange(int rank)
        : base(nameof(LabelExchange))
    {
        Queries = nn.Linear(rank, rank, hasBias: false);
        Keys = nn.Linear(rank, rank, hasBias: false);
        Messages = nn.Linear(rank, rank, hasBias: false);
        register_module("queries", Queries);
        register_module("keys", Keys);
        register_module("messages", Messages);
    }

    public Linear Queries { get; }

    public Linear Keys { get; }

    public Linear Messages { get; }

    /// <summary>Label-wise features [B, C, r] and label semantics [C, r] to features that have seen those of the other labels.</summary>
    public override Tensor forward(Tensor features, Tensor semantics)
    {
        var scores = matmul(Queries.forward(semantics), Keys.forward(semantics).t()) / Math.Sqrt(semantics.shape[1]);
        return features + matmul(scores.softmax(1), Messages.forward(features));
    }
}
