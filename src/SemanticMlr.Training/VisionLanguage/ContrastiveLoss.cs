using static TorchSharp.torch;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>The contrast between pictures and captions (Radford et al. 2021, figure 3): each must find its own among those of the batch.</summary>
internal static class ContrastiveLoss
{
    /// <summary>The mean of both directions.</summary>
    /// <param name="pictures">[B, D].</param>
    /// <param name="captions">[B, D].</param>
    /// <param name="scale">Factor on the cosines, [1].</param>
    /// <param name="texts">The captions; pictures of equal ones are each other's own, too.</param>
    public static Tensor Of(Tensor pictures, Tensor captions, Tensor scale, IReadOnlyList<string> texts)
    {
        var logits = matmul(nn.functional.normalize(pictures, dim: 1), nn.functional.normalize(captions, dim: 1).t()) * scale;
        var own = new float[texts.Count * texts.Count];
        for (var row = 0; row < texts.Count; row++)
        {
            for (var column = 0; column < texts.Count; column++)
            {
                own[row * texts.Count + column] = texts[row] == texts[column] ? 1f / texts.Count(text => text == texts[row]) : 0;
            }
        }

        var targets = tensor(own, [texts.Count, texts.Count]); // symmetric
        return (Towards(logits) + Towards(logits.t())) / 2;

        Tensor Towards(Tensor values) => -(targets * nn.functional.log_softmax(values, 1)).sum(1).mean();
    }
}
