using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>An image encoder that belongs to no bundle, with the widths that its graph has: what a head is trained on. Owns its session.</summary>
/// <remarks>Pixels take the same way as in the agent. Not thread-safe.</remarks>
public sealed class FeatureEncoder : IDisposable
{
    private readonly GraphSession _session;
    private readonly RegionPixels _regions;
    private readonly PinnedTensor<byte> _pixels;

    /// <summary>Opens an encoder on the processor.</summary>
    /// <param name="path">The ONNX file: <c>pixels</c> uint8 [B, S, S, 3] in, <c>global</c> [B, G] and <c>patches</c> [B, P, W] out.</param>
    /// <param name="specification">How regions become its input.</param>
    /// <param name="options">Threads.</param>
    /// <exception cref="BundleException">The file cannot be run, or its inputs or outputs are others.</exception>
    public FeatureEncoder(string path, ImageSpecification specification, InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(options);
        var size = specification.Size;
        _session = SessionFactory.ForProcessor(options).OpenEncoder(path, size);
        _regions = new RegionPixels(specification);
        _pixels = new PinnedTensor<byte>(1, size, size, 3);
        try
        {
            _session.RefuseOtherInputs(ImageEncoder.Pixels);
            _session.CheckInput(ImageEncoder.Pixels, TensorElementType.UInt8, GraphSession.Dynamic, size, size, 3);
            _session.CheckOutput(ImageEncoder.Global, TensorElementType.Float, GraphSession.Any, GraphSession.Any);
            _session.CheckOutput(ImageEncoder.Patches, TensorElementType.Float, GraphSession.Any, GraphSession.Any, GraphSession.Any);
            using var probe = Run();
            GlobalWidth = (int)probe[0].GetTensorTypeAndShape().Shape[^1];
            (Patches, PatchWidth) = probe[1].GetTensorTypeAndShape().Shape is [_, var count, var width] ? ((int)count, (int)width) : (0, 0);
            GraphShape.Check(path, ImageEncoder.Global, probe[0], 1, GlobalWidth);
            GraphShape.Check(path, ImageEncoder.Patches, probe[1], 1, Patches, PatchWidth);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Values G of the global vector.</summary>
    public int GlobalWidth { get; }

    /// <summary>Patches P of a region.</summary>
    public int Patches { get; }

    /// <summary>Values W of a patch.</summary>
    public int PatchWidth { get; }

    /// <summary>Encodes one region.</summary>
    /// <param name="image">CV_8UC3, BGR.</param>
    /// <param name="region">The region without its margin; must lie inside the image.</param>
    /// <param name="global">Takes G values.</param>
    /// <param name="patches">Takes P x W values.</param>
    /// <exception cref="BundleException">The graph failed.</exception>
    public void Encode(Mat image, PixelRectangle region, Span<float> global, Span<float> patches)
    {
        _regions.Write(PixelView.Of(image), region, _pixels.Row(0));
        using var outputs = Run();
        outputs[0].GetTensorDataAsSpan<float>().CopyTo(global);
        outputs[1].GetTensorDataAsSpan<float>().CopyTo(patches);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pixels.Dispose();
        _regions.Dispose();
        _session.Dispose();
    }

    private IDisposableReadOnlyCollection<OrtValue> Run() =>
        _session.Run([ImageEncoder.Pixels], [_pixels.First(1)], [ImageEncoder.Global, ImageEncoder.Patches]);
}
