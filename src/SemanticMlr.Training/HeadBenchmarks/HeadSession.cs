using Microsoft.ML.OnnxRuntime;

namespace SemanticMlr.Training.HeadBenchmarks;

/// <summary>A graph with random inputs of given sizes, ready to be run again and again. Owns session and inputs.</summary>
internal sealed class HeadSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue[] _inputs;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="sizes">The size of each named dimension.</param>
    public HeadSession(string path, IReadOnlyDictionary<string, int> sizes)
    {
        _session = new InferenceSession(path);
        _inputs = [.. _session.InputNames.Select(name => Input(_session.InputMetadata[name], sizes))];
    }

    public void Run()
    {
        using var outputs = _session.Run(_options, _session.InputNames, _inputs, _session.OutputNames);
    }

    public void Dispose()
    {
        Array.ForEach(_inputs, input => input.Dispose());
        _options.Dispose();
        _session.Dispose();
    }

    private static OrtValue Input(NodeMetadata input, IReadOnlyDictionary<string, int> sizes)
    {
        long[] shape = [.. input.Dimensions.Zip(input.SymbolicDimensions, (size, name) => size > 0 ? size : sizes[name])];
        var count = shape.Aggregate(1L, (product, side) => product * side);
        var random = new Random(2);
        if (input.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.UInt8)
        {
            var bytes = new byte[count];
            random.NextBytes(bytes);
            return OrtValue.CreateTensorValueFromMemory(bytes, shape);
        }

        var numbers = new float[count];
        for (var index = 0; index < count; index++)
        {
            numbers[index] = (float)(2 * random.NextDouble() - 1);
        }

        return OrtValue.CreateTensorValueFromMemory(numbers, shape);
    }
}
