using SemanticMlr.Training.Native;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>Scores samples with a model as it will be used: plain views, no dropout.</summary>
internal static class HeadScorer
{
    private const int Batch = 64;

    /// <summary>Logits by sample, then label.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The samples.</param>
    /// <param name="samples">Indices of samples.</param>
    /// <param name="labels">Numbers of labels; they alone make up the graph.</param>
    /// <param name="pause">Renewed between batches.</param>
    public static float[] Score(HeadModel model, ISampleSource source, IReadOnlyList<int> samples, IReadOnlyList<int> labels, CollectionPause pause)
    {
        using var noGradients = no_grad();
        model.eval();
        var logits = new float[samples.Count * labels.Count];
        foreach (var (index, batch) in samples.Chunk(Batch).Index())
        {
            pause.Renew();
            using var scope = NewDisposeScope();
            var (global, patches) = source.Encode(model, batch, null);
            model.Logits(global, patches, labels).data<float>().CopyTo(logits.AsSpan(index * Batch * labels.Count));
        }

        return logits;
    }
}
