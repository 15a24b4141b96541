using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>The memory of an image encoder's inputs and outputs, bound once per count of images. Owns the memory, its views and the bindings.</summary>
internal sealed class EncoderBinding : IDisposable
{
    private readonly ImageEncoder _encoder;
    private readonly GraphBinding?[] _bindings;

    public EncoderBinding(ImageEncoder encoder, int capacity, int size, int dimension)
    {
        _encoder = encoder;
        _bindings = new GraphBinding?[capacity + 1];
        Pixels = new PinnedTensor<byte>(capacity, size, size, 3);
        Global = new PinnedTensor<float>(capacity, dimension);
        Patches = encoder.HasPatches ? new PinnedTensor<float>(capacity, encoder.PatchCount, dimension) : null;
    }

    public PinnedTensor<byte> Pixels { get; }

    public PinnedTensor<float> Global { get; }

    public PinnedTensor<float>? Patches { get; }

    /// <summary>Encodes the first images.</summary>
    public void Run(int count) => (_bindings[count] ??= Bind(count)).Run();

    public void Dispose()
    {
        foreach (var binding in _bindings)
        {
            binding?.Dispose();
        }

        Patches?.Dispose();
        Global.Dispose();
        Pixels.Dispose();
    }

    private GraphBinding Bind(int count)
    {
        var binding = new GraphBinding(_encoder.Session);
        binding.BindInput(ImageEncoder.Pixels, Pixels.First(count));
        binding.BindOutput(ImageEncoder.Global, Global.First(count));
        if (Patches is not null)
        {
            binding.BindOutput(ImageEncoder.Patches, Patches.First(count));
        }

        return binding;
    }
}
