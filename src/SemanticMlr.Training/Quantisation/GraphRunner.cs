using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Runs a graph on single pictures on the processor. Owns the session.</summary>
internal sealed class GraphRunner : IDisposable
{
    private readonly string _path;
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
    private readonly long[] _shape;

    /// <param name="path">What faults call the graph.</param>
    /// <param name="model">The graph.</param>
    /// <param name="threads">Threads; 0 takes one a core.</param>
    /// <param name="extra">Tensors to give besides what the graph gives.</param>
    /// <param name="profile">Where ONNX Runtime writes what it ran, or null.</param>
    /// <exception cref="BundleException">ONNX Runtime cannot run it.</exception>
    public GraphRunner(string path, ModelProto model, int threads, IEnumerable<string>? extra = null, string? profile = null)
    {
        _path = path;
        var all = model;
        if (extra is not null)
        {
            all = GraphEdits.With(model, model.Graph.Node, model.Graph.Initializer);
            all.Graph.Output.Add(extra.Except(model.Graph.Output.Select(output => output.Name), StringComparer.Ordinal).Select(name => new ValueInfoProto { Name = name }));
        }

        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, IntraOpNumThreads = threads };
        if (profile is not null)
        {
            options.ProfileOutputPathPrefix = profile; // before the switch, which takes the prefix over at once
            options.EnableProfiling = true;
        }

        try
        {
            _session = new InferenceSession(all.ToByteArray(), options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new BundleException(path, $"ONNX Runtime cannot open it: {Reason(exception)}", exception);
        }

        _shape = [1, .. _session.InputMetadata[EncoderGraph.Pixels].Dimensions.Skip(1).Select(side => (long)side)];
        Outputs = [.. _session.OutputNames];
    }

    /// <summary>What can be asked for.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Whether an output holds float32.</summary>
    public bool IsFloat(string output) => _session.OutputMetadata[output].ElementDataType == TensorElementType.Float;

    /// <summary>Runs one picture; the caller disposes what comes out.</summary>
    /// <param name="pixels">S x S x 3 bytes.</param>
    /// <param name="outputs">What is asked for.</param>
    /// <exception cref="BundleException">The graph failed.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(byte[] pixels, IReadOnlyCollection<string> outputs)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(pixels, _shape);
        try
        {
            return _session.Run(_options, [EncoderGraph.Pixels], [value], outputs);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new BundleException(_path, $"the graph failed: {Reason(exception)}", exception);
        }
    }

    /// <summary>Runs one picture.</summary>
    /// <inheritdoc cref="Run" path="/exception"/>
    public float[][] Values(byte[] pixels, IReadOnlyCollection<string> outputs)
    {
        using var values = Run(pixels, outputs);
        return [.. values.Select(value => value.GetTensorDataAsSpan<float>().ToArray())];
    }

    /// <summary>Ends profiling and says where the file is.</summary>
    public string EndProfile() => _session.EndProfiling();

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    private static string Reason(OnnxRuntimeException exception) => exception.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
