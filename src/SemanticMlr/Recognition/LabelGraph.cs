using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>The graph over labels of a bundle (GMC), run once per label list, never per frame. Owns its session.</summary>
internal sealed class LabelGraph : IDisposable
{
    private readonly GraphSession _session;
    private readonly int _dimension;

    private LabelGraph(GraphSession session, int dimension) => (_session, _dimension) = (session, dimension);

    /// <summary>Opens the graph on the processor.</summary>
    /// <exception cref="BundleException">The graph cannot be opened or does not follow the contract.</exception>
    public static LabelGraph Open(Bundle bundle, BundleFile file, InferenceOptions options)
    {
        var dimension = bundle.Manifest.Dimension;
        var session = SessionFactory.ForProcessor(options).Open(bundle.PathOf(file));
        try
        {
            session.RefuseOtherInputs(Head.LabelEmbeddings);
            session.CheckInput(Head.LabelEmbeddings, TensorElementType.Float, GraphSession.Dynamic, dimension);
            session.CheckOutput(Head.LabelGraph, TensorElementType.Float, GraphSession.Any, dimension);
            return new LabelGraph(session, dimension);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The features of the graph, C x D values, pinned, from the embeddings of the labels.</summary>
    /// <exception cref="BundleException">The graph failed or does not follow the contract.</exception>
    public float[] Run(float[] embeddings, int labels)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(embeddings, [labels, _dimension]);
        using var outputs = _session.Run([Head.LabelEmbeddings], [input], [Head.LabelGraph]);
        GraphShape.Check(_session.Path, Head.LabelGraph, outputs[0], labels, _dimension);
        var features = GC.AllocateArray<float>(embeddings.Length, pinned: true);
        outputs[0].GetTensorDataAsSpan<float>().CopyTo(features);
        return features;
    }

    public void Dispose() => _session.Dispose();
}
