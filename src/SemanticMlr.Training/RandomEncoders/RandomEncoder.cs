namespace SemanticMlr.Training.RandomEncoders;

/// <summary>An image encoder with random weights: its time is that of a trained one of the same shape, since time does not depend on what the weights are.</summary>
public sealed class RandomEncoder
{
    private readonly Func<byte[]> _write;

    internal RandomEncoder(string name, int size, int patches, int dimension, Func<byte[]> write) =>
        (Name, Size, Patches, Dimension, _write) = (name, size, patches, dimension, write);

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>Side S of the picture, in pixels.</summary>
    public int Size { get; }

    /// <summary>Patches P of a picture.</summary>
    public int Patches { get; }

    /// <summary>Length D of an embedding.</summary>
    public int Dimension { get; }

    /// <summary>The ONNX file: <c>pixels</c> uint8 [B, S, S, 3] to <c>global</c> [B, D] and <c>patches</c> [B, P, D]; the same bytes every time.</summary>
    public byte[] Write() => _write();
}
