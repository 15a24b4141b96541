using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>The image encoder of a bundle on one execution provider. Owns its session.</summary>
internal sealed class ImageEncoder : IDisposable
{
    public const string Pixels = "pixels";
    public const string Global = "global";
    public const string Patches = "patches";

    private const long MaxPatches = 65_536;

    private readonly int _size;
    private readonly int _dimension;

    /// <summary>Takes the session over, also when a check fails.</summary>
    /// <exception cref="BundleException">The graph's inputs or outputs are not those of the contract.</exception>
    public ImageEncoder(GraphSession session, BundleManifest manifest)
        : this(session, manifest.Image.Size, manifest.Dimension)
    {
    }

    /// <summary>Takes the session over, also when a check fails.</summary>
    /// <exception cref="BundleException">The graph's inputs or outputs are not those of the contract.</exception>
    public ImageEncoder(GraphSession session, int size, int dimension)
    {
        Session = session;
        (_size, _dimension) = (size, dimension);
        try
        {
            session.RefuseOtherInputs(Pixels);
            session.CheckInput(Pixels, TensorElementType.UInt8, GraphSession.Dynamic, _size, _size, 3);
            session.CheckOutput(Global, TensorElementType.Float, GraphSession.Any, _dimension);
            HasPatches = session.Outputs.Contains(Patches);
            if (HasPatches)
            {
                session.CheckOutput(Patches, TensorElementType.Float, GraphSession.Any, GraphSession.Any, _dimension);
            }

            PatchCount = Probe();
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The graph.</summary>
    public GraphSession Session { get; }

    /// <summary>Whether the encoder gives patch features.</summary>
    public bool HasPatches { get; }

    /// <summary>Patches P of an image; 0 in a global-only bundle.</summary>
    public int PatchCount { get; }

    /// <summary>The outputs that are asked for.</summary>
    public string[] Outputs => HasPatches ? [Global, Patches] : [Global];

    public void Dispose() => Session.Dispose();

    /// <summary>Runs two black images: only that shows the real shapes, since a graph may leave its dimensions open.</summary>
    private int Probe()
    {
        using var pixels = OrtValue.CreateTensorValueFromMemory(new byte[2 * _size * _size * 3], [2, _size, _size, 3]);
        using var outputs = Session.Run([Pixels], [pixels], Outputs);
        GraphShape.Check(Session.Path, Global, outputs[0], 2, _dimension);
        if (!HasPatches)
        {
            return 0;
        }

        var count = outputs[1].GetTensorTypeAndShape().Shape is [_, >= 1 and <= MaxPatches, _] shape ? shape[1] : 1;
        GraphShape.Check(Session.Path, Patches, outputs[1], 2, count, _dimension);
        return (int)count;
    }
}
