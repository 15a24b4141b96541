using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Training.Onnx;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Export;

/// <summary>Runs a written graph and compares what comes out with what the module gave.</summary>
internal static class GraphRun
{
    private const float Tolerance = 1e-4f;

    public static OrtValue Value(Tensor tensor) => OrtValue.CreateTensorValueFromMemory(TensorData.Values(tensor), tensor.shape);

    /// <summary>Runs a graph with those of the inputs that it declares.</summary>
    public static Dictionary<string, float[]> Of(byte[] graph, params (string Name, OrtValue Value)[] inputs)
    {
        using var session = new InferenceSession(graph);
        using var options = new RunOptions();
        var read = inputs.Where(input => session.InputNames.Contains(input.Name)).ToArray();
        using var outputs = session.Run(options, [.. read.Select(input => input.Name)], [.. read.Select(input => input.Value)], session.OutputNames);
        return session.OutputNames.Zip(outputs).ToDictionary(pair => pair.First, pair => pair.Second.GetTensorDataAsSpan<float>().ToArray());
    }

    public static string[] InputsOf(byte[] graph)
    {
        using var session = new InferenceSession(graph);
        return [.. session.InputNames];
    }

    public static void AssertNear(Tensor expected, float[] found)
    {
        var values = TensorData.Values(expected);
        Assert.Equal(values.Length, found.Length);
        var difference = values.Zip(found).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(difference <= Tolerance * Math.Max(1, values.Max(Math.Abs)), $"off by {difference}");
    }
}
