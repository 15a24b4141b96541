using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>The graph over labels of a bundle (GMC), run once per label list.</summary>
internal sealed class LabelGraph(Bundle bundle, BundleFile file, InferenceOptions options)
{
    /// <summary>The features of the graph, C x D values, pinned, from the embeddings of the labels.</summary>
    /// <exception cref="BundleException">The graph cannot be run or does not follow the contract.</exception>
    public float[] Run(float[] embeddings, int labels)
    {
        var dimension = bundle.Manifest.Dimension;
        using var session = SessionFactory.ForProcessor(options).Open(bundle.PathOf(file));
        session.RefuseOtherInputs(Head.LabelEmbeddings);
        session.CheckInput(Head.LabelEmbeddings, TensorElementType.Float, GraphSession.Dynamic, dimension);
        session.CheckOutput(Head.LabelGraph, TensorElementType.Float, GraphSession.Any, dimension);
        using var input = OrtValue.CreateTensorValueFromMemory(embeddings, [labels, dimension]);
        using var outputs = session.Run([Head.LabelEmbeddings], [input], [Head.LabelGraph]);
        GraphShape.Check(session.Path, Head.LabelGraph, outputs[0], labels, dimension);
        var features = GC.AllocateArray<float>(embeddings.Length, pinned: true);
        outputs[0].GetTensorDataAsSpan<float>().CopyTo(features);
        return features;
    }
}
