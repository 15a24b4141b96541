using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;

namespace SemanticMlr.Inference;

/// <summary>Opens graphs on one execution provider.</summary>
internal sealed class SessionFactory(ExecutionProvider provider, InferenceOptions options)
{
    static SessionFactory()
    {
        if (!OrtEnv.IsCreated)
        {
            var creation = new EnvironmentCreationOptions { logId = "semanticmlr", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            OrtEnv.CreateInstanceWithOptions(ref creation);
        }
    }

    /// <summary>The provider that graphs are opened on.</summary>
    public ExecutionProvider Provider => provider;

    /// <summary>A factory for work that is done once and need not be fast.</summary>
    public static SessionFactory ForProcessor(InferenceOptions options) => new(ExecutionProvider.Cpu, options);

    /// <summary>Opens the image encoder, whose time decides the frame rate.</summary>
    /// <exception cref="ProviderUnavailableException">The provider is not there, or cannot run the graph.</exception>
    /// <exception cref="BundleException">The processor cannot run the graph: the file is no graph or a damaged one.</exception>
    public GraphSession OpenEncoder(string path) => Open(path, isEncoder: true);

    /// <summary>Opens a small graph.</summary>
    /// <inheritdoc cref="OpenEncoder" path="/exception"/>
    public GraphSession Open(string path) => Open(path, isEncoder: false);

    private GraphSession Open(string path, bool isEncoder)
    {
        using var sessionOptions = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            IntraOpNumThreads = options.Threads,
        };
        foreach (var (key, value) in EntriesOf(isEncoder))
        {
            sessionOptions.AddSessionConfigEntry(key, value);
        }

        Append(sessionOptions);
        return new GraphSession(path, sessionOptions, provider);
    }

    /// <summary>The entries of a session's configuration.</summary>
    internal IEnumerable<(string Key, string Value)> EntriesOf(bool isEncoder)
    {
        if (!isEncoder)
        {
            // A second pool that spins would take cores from the encoder's.
            yield return ("session.intra_op.allow_spinning", "0");
        }
        else if (provider != ExecutionProvider.Cpu)
        {
            // An encoder that runs partly on the processor is no use of this provider: opening it must fail, so that the chain goes on.
            yield return ("session.disable_cpu_ep_fallback", "1");
        }
    }

    private void Append(SessionOptions sessionOptions)
    {
        if (provider == ExecutionProvider.Cpu)
        {
            return;
        }

        try
        {
            // The forms with an options object: they exist in every native build and say why they cannot be used.
            if (provider == ExecutionProvider.TensorRt)
            {
                using var tensorRt = new OrtTensorRTProviderOptions();
                tensorRt.UpdateOptions(Settings(options.TensorRt.ToProvider()));
                sessionOptions.AppendExecutionProvider_Tensorrt(tensorRt);
            }

            // TensorRT leaves what it cannot run to CUDA.
            using var cuda = new OrtCUDAProviderOptions();
            cuda.UpdateOptions(Settings(options.Cuda.ToProvider()));
            sessionOptions.AppendExecutionProvider_CUDA(cuda);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            throw new ProviderUnavailableException(exception.Reason(), exception);
        }
    }

    private Dictionary<string, string> Settings(IEnumerable<KeyValuePair<string, string>> own) =>
        new(own) { ["device_id"] = options.DeviceId.ToString(CultureInfo.InvariantCulture) };
}
