using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SemanticMlr.Training.EncoderBenchmarks;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.Rooflines;

/// <summary>A matrix product over bound memory, on the processor. Owns session, memory and binding.</summary>
internal sealed class GemmSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];

    public GemmSession(GemmShape shape, bool isInteger, int threads, string? profile = null)
    {
        Shape = shape;
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, IntraOpNumThreads = threads };
        if (profile is not null)
        {
            options.ProfileOutputPathPrefix = profile;
            options.EnableProfiling = true;
        }

        _session = new InferenceSession(isInteger ? GemmGraph.Integer(shape) : GemmGraph.Float(shape), options);
        _binding = _session.CreateIoBinding();
        foreach (var (name, input) in _session.InputMetadata)
        {
            _binding.BindInput(name, Value(input.ElementDataType, input.Dimensions));
        }

        var (output, result) = _session.OutputMetadata.Single();
        _binding.BindOutput(output, Value(result.ElementDataType, result.Dimensions));
    }

    /// <summary>What is multiplied.</summary>
    public GemmShape Shape { get; }

    /// <summary>The operators that ONNX Runtime runs for a product of bytes.</summary>
    public static IReadOnlyList<OperatorCount> Profile(GemmShape shape, int threads)
    {
        var folder = Directory.CreateTempSubdirectory("mlr-bench-");
        try
        {
            using var session = new GemmSession(shape, isInteger: true, threads, Path.Combine(folder.FullName, "profile"));
            session.Run();
            return ProfiledNodes.Read(File.ReadAllBytes(session._session.EndProfiling()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Run() => _session.RunWithBinding(_options, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(value => value.Dispose());
        _options.Dispose();
        _session.Dispose();
    }

    private OrtValue Value(TensorElementType type, int[] dimensions)
    {
        long[] shape = [.. dimensions];
        var count = shape.Aggregate(1L, (product, side) => product * side);
        var random = new Random(7);
        var bytes = new byte[type == TensorElementType.Float ? 0 : count];
        random.NextBytes(bytes);
        var value = type switch
        {
            TensorElementType.UInt8 => OrtValue.CreateTensorValueFromMemory(bytes, shape),
            TensorElementType.Int8 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(bytes, number => (sbyte)((number >> 1) - 64)), shape),
            _ => OrtValue.CreateTensorValueFromMemory(Numbers(random, count), shape),
        };
        _values.Add(value);
        return value;
    }

    private static float[] Numbers(Random random, long count)
    {
        var numbers = new float[count];
        for (var index = 0; index < numbers.Length; index++)
        {
            numbers[index] = random.NextSingle() - 0.5f;
        }

        return numbers;
    }
}
