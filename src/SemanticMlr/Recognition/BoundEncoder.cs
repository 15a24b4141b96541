using SemanticMlr.Bundles;
using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>An image encoder that belongs to no bundle, in the memory and bindings that batches of the agent use: for measuring. Owns session, memory and bindings.</summary>
/// <remarks>Not thread-safe. Spans hold until the next <see cref="Encode"/>.</remarks>
public sealed class BoundEncoder : IDisposable
{
    private readonly ImageEncoder _encoder;
    private readonly EncoderBinding _binding;

    private BoundEncoder(ImageEncoder encoder, int size, int dimension, int capacity)
    {
        (_encoder, Size, Dimension) = (encoder, size, dimension);
        _binding = new EncoderBinding(encoder, capacity, size, dimension);
        Capacity = capacity;
    }

    /// <summary>Side S of the input, in pixels.</summary>
    public int Size { get; }

    /// <summary>Length D of an embedding.</summary>
    public int Dimension { get; }

    /// <summary>Patches P of an image; 0 where the encoder gives none.</summary>
    public int PatchCount => _encoder.PatchCount;

    /// <summary>Images that fit.</summary>
    public int Capacity { get; }

    /// <summary>Opens an encoder on the first provider of the chain.</summary>
    /// <param name="path">The ONNX file: <c>pixels</c> uint8 [B, S, S, 3] in, <c>global</c> [B, D] and, where it has them, <c>patches</c> [B, P, D] out.</param>
    /// <param name="capacity">Images that must fit.</param>
    /// <param name="options">The provider and its settings.</param>
    /// <exception cref="BundleException">The file cannot be run, or its inputs or outputs are others.</exception>
    /// <exception cref="ExecutionProviderException">The provider is not there, or cannot run the graph.</exception>
    public static BoundEncoder Open(string path, int capacity, InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        var provider = options.Chain.First();
        try
        {
            var session = new SessionFactory(provider, options).OpenEncoder(path, provider == ExecutionProvider.TensorRt ? SideOf(path, options) : 0);
            var (size, dimension) = (Side(session), Width(session));
            return new BoundEncoder(new ImageEncoder(session, size, dimension), size, dimension, capacity);
        }
        catch (ProviderUnavailableException exception)
        {
            throw new ExecutionProviderException([new ProviderFailure(provider, exception.Message)], $"Name a provider that this machine has; {ExecutionProvider.Cpu} runs everywhere.", exception);
        }
    }

    /// <summary>The pixels of an image to write into: S x S x 3 bytes; the memory that the encoder reads.</summary>
    public Span<byte> PixelsOf(int index) => _binding.Pixels.Row(index);

    /// <summary>Runs the first images. Allocates nothing once a count was seen.</summary>
    /// <exception cref="ExecutionProviderException">The graph failed.</exception>
    public void Encode(int count) => _binding.Run(count);

    /// <summary>The global feature of an image: D values.</summary>
    public ReadOnlySpan<float> GlobalOf(int index) => _binding.Global.Row(index);

    /// <summary>The patch features of an image: P x D values; empty where the encoder gives none.</summary>
    public ReadOnlySpan<float> PatchesOf(int index) => _binding.Patches is { } patches ? patches.Row(index) : [];

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _encoder.Dispose();
    }

    /// <summary>TensorRT has to know the shapes before it opens the graph.</summary>
    private static int SideOf(string path, InferenceOptions options)
    {
        using var session = SessionFactory.ForProcessor(options).Open(path);
        return Side(session);
    }

    private static int Side(GraphSession session) => session.DimensionsOf(ImageEncoder.Pixels) is [_, > 0 and var side, _, _]
        ? side
        : throw Refuse(session, $"has no input \"{ImageEncoder.Pixels}\" of uint8 [B, S, S, 3] with S a fixed number");

    private static int Width(GraphSession session) => session.DimensionsOf(ImageEncoder.Global) is [_, > 0 and var width]
        ? width
        : throw Refuse(session, $"has no output \"{ImageEncoder.Global}\" of float [B, D] with D a fixed number");

    private static BundleException Refuse(GraphSession session, string fault)
    {
        session.Dispose();
        return new BundleException(session.Path, $"{fault}; export the encoder with its sizes");
    }
}
