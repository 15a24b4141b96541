using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SemanticMlr.Bundles;

namespace SemanticMlr.Inference;

/// <summary>An open graph. Owns the native session.</summary>
internal sealed class GraphSession : IDisposable
{
    /// <summary>A dimension that the graph must leave open.</summary>
    public const int Dynamic = -1;

    /// <summary>A dimension that the graph may fix or leave open.</summary>
    public const int Any = -2;

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions;

    /// <summary>Opens a graph; the options stay the caller's.</summary>
    /// <exception cref="BundleException">The processor cannot run it: the file is no graph or a damaged one.</exception>
    /// <exception cref="ProviderUnavailableException">Another provider cannot run it.</exception>
    public GraphSession(string path, SessionOptions options, ExecutionProvider provider)
    {
        Path = path;
        Provider = provider;
        try
        {
            _session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Fault("ONNX Runtime cannot open it", exception);
        }

        _runOptions = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The provider that it runs on.</summary>
    public ExecutionProvider Provider { get; }

    public IReadOnlyList<string> Inputs => _session.InputNames;

    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>The dimensions that the graph declares of an input or output, -1 where it leaves one open; empty where there is none of that name.</summary>
    public IReadOnlyList<int> DimensionsOf(string name) =>
        _session.InputMetadata.TryGetValue(name, out var input) ? input.Dimensions
        : _session.OutputMetadata.TryGetValue(name, out var output) ? output.Dimensions
        : [];

    public OrtIoBinding CreateBinding() => _session.CreateIoBinding();

    /// <summary>Runs over bound memory: no managed allocation.</summary>
    /// <exception cref="ExecutionProviderException">The graph failed.</exception>
    public void Run(OrtIoBinding binding)
    {
        try
        {
            _session.RunWithBinding(_runOptions, binding);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ExecutionProviderException(
                [new ProviderFailure(Provider, $"{Path}: {exception.Reason()}")],
                "Load the bundle again; if it fails again, use another execution provider.",
                exception);
        }
    }

    /// <summary>Runs once with memory that ONNX Runtime allocates for the outputs; the caller disposes the result.</summary>
    /// <exception cref="BundleException">The graph failed on the processor.</exception>
    /// <exception cref="ProviderUnavailableException">The graph failed on another provider.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyList<string> inputs, IReadOnlyList<OrtValue> values, IReadOnlyList<string> outputs)
    {
        try
        {
            return _session.Run(_runOptions, inputs, values, outputs);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Fault("the graph failed", exception);
        }
    }

    /// <summary>Checks that an input is there with the type and the dimensions wanted.</summary>
    /// <param name="name">The input.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="dimensions">The dimensions: a size, <see cref="Dynamic"/> or <see cref="Any"/>.</param>
    /// <exception cref="BundleException">It is not.</exception>
    public void CheckInput(string name, TensorElementType type, params ReadOnlySpan<int> dimensions) =>
        Check("input", name, _session.InputMetadata, type, dimensions);

    /// <summary>Checks that an output is there with the type and the dimensions wanted; a graph may leave dimensions of outputs open.</summary>
    /// <inheritdoc cref="CheckInput"/>
    public void CheckOutput(string name, TensorElementType type, params ReadOnlySpan<int> dimensions) =>
        Check("output", name, _session.OutputMetadata, type, dimensions);

    /// <summary>Checks that there is no input beside those named.</summary>
    /// <exception cref="BundleException">There is.</exception>
    public void RefuseOtherInputs(params ReadOnlySpan<string> known)
    {
        foreach (var name in Inputs)
        {
            if (!known.Contains(name))
            {
                throw new BundleException(Path, $"the input \"{name}\" is unknown; known are {string.Join(", ", known)}");
            }
        }
    }

    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private void Check(
        string kind,
        string name,
        IReadOnlyDictionary<string, NodeMetadata> all,
        TensorElementType type,
        ReadOnlySpan<int> dimensions)
    {
        if (!all.TryGetValue(name, out var found))
        {
            throw new BundleException(Path, $"the {kind} \"{name}\" is missing; there are {string.Join(", ", all.Keys)}");
        }

        var fits = found.IsTensor && found.ElementDataType == type && found.Dimensions.Length == dimensions.Length;
        for (var axis = 0; fits && axis < dimensions.Length; axis++)
        {
            fits = dimensions[axis] == Any || found.Dimensions[axis] < 0 || found.Dimensions[axis] == dimensions[axis];
        }

        if (!fits)
        {
            throw new BundleException(
                Path,
                $"the {kind} \"{name}\" is {(found.IsTensor ? Describe(found.ElementDataType, found.Dimensions) : "no tensor")}, expected {Describe(type, dimensions)}");
        }
    }

    private Exception Fault(string what, OnnxRuntimeException exception) =>
        Provider == ExecutionProvider.Cpu
            ? new BundleException(Path, $"{what}: {exception.Reason()}", exception)
            : new ProviderUnavailableException($"{Path}: {what}: {exception.Reason()}", exception);

    private static string Describe(TensorElementType type, ReadOnlySpan<int> dimensions)
    {
        var parts = new List<string>();
        foreach (var dimension in dimensions)
        {
            parts.Add(dimension switch { Dynamic => "dynamic", Any => "any", _ => $"{dimension}" });
        }

        return $"{type} [{string.Join(", ", parts)}]";
    }
}
