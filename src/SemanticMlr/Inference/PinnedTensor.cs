using Microsoft.ML.OnnxRuntime;

namespace SemanticMlr.Inference;

/// <summary>Memory that the garbage collector does not move, with ONNX Runtime views of its first rows. Owns the views.</summary>
/// <remarks>A view is made once per number of rows and kept.</remarks>
internal sealed class PinnedTensor<T> : IDisposable
    where T : unmanaged
{
    private readonly long[] _rowShape;
    private readonly OrtValue?[] _views;

    /// <param name="rows">Rows that fit.</param>
    /// <param name="rowShape">The shape of one row.</param>
    public PinnedTensor(int rows, params long[] rowShape)
        : this(GC.AllocateArray<T>(checked((int)(rows * Product(rowShape))), pinned: true), rows, rowShape)
    {
    }

    /// <summary>Views of an array that the caller allocated pinned and keeps.</summary>
    public PinnedTensor(T[] pinned, int rows, params long[] rowShape)
    {
        _rowShape = rowShape;
        RowLength = (int)Product(rowShape);
        Values = pinned;
        _views = new OrtValue?[rows + 1];
    }

    /// <summary>All values, row by row.</summary>
    public T[] Values { get; }

    /// <summary>Values in a row.</summary>
    public int RowLength { get; }

    /// <summary>The values of one row.</summary>
    public Span<T> Row(int index) => Values.AsSpan(index * RowLength, RowLength);

    /// <summary>The first rows as a tensor; owned by this object.</summary>
    public OrtValue First(int rows) => _views[rows] ??= OrtValue.CreateTensorValueFromMemory(
        OrtMemoryInfo.DefaultInstance,
        Values.AsMemory(0, rows * RowLength),
        [rows, .. _rowShape]);

    /// <summary>One row as a tensor of one row; the caller owns it.</summary>
    public OrtValue One(int index) => OrtValue.CreateTensorValueFromMemory(
        OrtMemoryInfo.DefaultInstance,
        Values.AsMemory(index * RowLength, RowLength),
        [1, .. _rowShape]);

    public void Dispose()
    {
        foreach (var view in _views)
        {
            view?.Dispose();
        }

        Array.Clear(_views);
    }

    private static long Product(long[] shape) => shape.Aggregate(1L, (product, side) => product * side);
}
