using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>A head of a bundle on one execution provider: embeddings of images and labels in, one logit per label out. Owns its session.</summary>
internal sealed class Head : IDisposable
{
    public const string LabelEmbeddings = "label_embeddings";
    public const string LabelGraph = "label_graph";
    public const string Logits = "logits";
    public const string Relevance = "relevance";

    /// <summary>Takes the session over, also when a check fails.</summary>
    /// <exception cref="BundleException">The graph's inputs or outputs are not those of the contract, or the bundle cannot feed them.</exception>
    public Head(GraphSession session, BundleManifest manifest, ImageEncoder encoder)
    {
        Session = session;
        var dimension = manifest.Dimension;
        try
        {
            session.RefuseOtherInputs(ImageEncoder.Global, ImageEncoder.Patches, LabelEmbeddings, LabelGraph);
            foreach (var input in session.Inputs)
            {
                if (input == ImageEncoder.Patches)
                {
                    Require(encoder.HasPatches, input, "the image encoder gives none: a global-only bundle offers only heads without them");
                    session.CheckInput(input, TensorElementType.Float, GraphSession.Dynamic, encoder.PatchCount, dimension);
                }
                else
                {
                    Require(input != LabelGraph || manifest.Graph is not null, input, "the bundle has no \"graph\"");
                    session.CheckInput(input, TensorElementType.Float, GraphSession.Dynamic, dimension);
                }
            }

            session.CheckOutput(Logits, TensorElementType.Float, GraphSession.Any, GraphSession.Any);
            Probe(encoder.PatchCount, dimension);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens the explain file of a head on the processor; the caller disposes it.</summary>
    /// <exception cref="BundleException">The graph is damaged or does not follow the contract.</exception>
    public static Head OpenExplain(Bundle bundle, BundleFile file, ImageEncoder encoder, InferenceOptions options)
    {
        var head = new Head(SessionFactory.ForProcessor(options).Open(bundle.PathOf(file)), bundle.Manifest, encoder);
        try
        {
            head.Session.CheckOutput(Relevance, TensorElementType.Float, GraphSession.Any, encoder.PatchCount, GraphSession.Any);
            return head;
        }
        catch
        {
            head.Dispose();
            throw;
        }
    }

    /// <summary>The graph.</summary>
    public GraphSession Session { get; }

    /// <summary>Whether the head reads an input.</summary>
    public bool Reads(string input) => Session.Inputs.Contains(input);

    public void Dispose() => Session.Dispose();

    /// <summary>Runs two images and three labels: that the counts are free shows only in a run.</summary>
    private void Probe(int patches, int dimension)
    {
        const int Images = 2;
        const int Labels = 3;
        var inputs = Session.Inputs.Select(input => input switch
        {
            ImageEncoder.Patches => Ones(Images, patches, dimension),
            ImageEncoder.Global => Ones(Images, dimension),
            _ => Ones(Labels, dimension),
        }).ToArray();
        try
        {
            using var outputs = Session.Run(Session.Inputs, inputs, [Logits]);
            GraphShape.Check(Session.Path, Logits, outputs[0], Images, Labels);
        }
        finally
        {
            foreach (var input in inputs)
            {
                input.Dispose();
            }
        }
    }

    private static OrtValue Ones(params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, side) => product * side)];
        Array.Fill(values, 1);
        return OrtValue.CreateTensorValueFromMemory(values, shape);
    }

    private void Require(bool condition, string input, string otherwise)
    {
        if (!condition)
        {
            throw new BundleException(Session.Path, $"the head reads \"{input}\", but {otherwise}");
        }
    }
}
