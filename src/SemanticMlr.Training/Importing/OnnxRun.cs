using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>A model opened on the processor. Owns the session.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly string _path;
    private readonly InferenceSession _session;

    /// <param name="path">What faults call the model.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="BundleException">ONNX Runtime cannot open it.</exception>
    public OnnxRun(string path, ModelProto model)
    {
        _path = path;
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            _session = new InferenceSession(model.ToByteArray(), options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new BundleException(path, $"ONNX Runtime cannot open it: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    /// <summary>Runs once.</summary>
    /// <param name="inputs">Values by name; they stay the caller's.</param>
    /// <param name="outputs">The outputs wanted, all of float32.</param>
    /// <exception cref="BundleException">The graph failed, or an output is of another type.</exception>
    public (long[] Shape, float[] Values)[] Run(IReadOnlyDictionary<string, OrtValue> inputs, params string[] outputs)
    {
        try
        {
            using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            using var results = _session.Run(options, [.. inputs.Keys], [.. inputs.Values], outputs);
            return [.. results.Select(result => (result.GetTensorTypeAndShape().Shape, result.GetTensorDataAsSpan<float>().ToArray()))];
        }
        catch (OnnxRuntimeException exception)
        {
            throw new BundleException(_path, $"the graph failed: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    /// <summary>The model with a value as a further output.</summary>
    public static void Show(ModelProto model, string value)
    {
        if (model.Graph.Output.All(output => output.Name != value))
        {
            model.Graph.Output.Add(new ValueInfoProto
            {
                Name = value,
                Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } },
            });
        }
    }

    public void Dispose() => _session.Dispose();
}
