using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;
using SemanticMlr.Inference.Engines;

namespace SemanticMlr.Inference;

/// <summary>Opens graphs on one execution provider.</summary>
/// <param name="provider">The provider.</param>
/// <param name="options">Its settings.</param>
/// <param name="engine">Where TensorRT finds or leaves the engine of the encoder, or null where it is not kept.</param>
internal sealed class SessionFactory(ExecutionProvider provider, InferenceOptions options, EngineFolder? engine = null)
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

    /// <summary>The version of the native ONNX Runtime, and the names that it gives to the providers it was built with.</summary>
    public static (string Version, IReadOnlyList<string> Providers) DescribeRuntime() =>
        (OrtEnv.Instance().GetVersionString(), OrtEnv.Instance().GetAvailableProviders());

    /// <summary>Opens the image encoder, whose time decides the frame rate.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">Side S of its input, in pixels.</param>
    /// <param name="precision">Its precision.</param>
    /// <exception cref="ProviderUnavailableException">The provider is not there, or cannot run the graph.</exception>
    /// <exception cref="BundleException">The processor cannot run the graph: the file is no graph or a damaged one.</exception>
    public GraphSession OpenEncoder(string path, int size, EncoderPrecision precision = EncoderPrecision.Fp32) => Open(path, (size, precision));

    /// <summary>Opens a small graph.</summary>
    /// <inheritdoc cref="OpenEncoder" path="/exception"/>
    public GraphSession Open(string path) => Open(path, encoder: null);

    private GraphSession Open(string path, (int Size, EncoderPrecision Precision)? encoder)
    {
        using var sessionOptions = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            IntraOpNumThreads = options.Threads,
        };
        foreach (var (key, value) in EntriesOf(encoder is not null))
        {
            sessionOptions.AddSessionConfigEntry(key, value);
        }

        Append(sessionOptions, encoder);
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
        else if (provider == ExecutionProvider.Cpu)
        {
            // Threads that go on spinning behind a run would take cores from what prepares the next one.
            yield return ("session.force_spinning_stop", "1");
        }
        else
        {
            // An encoder that runs partly on the processor is no use of this provider: opening it must fail, so that the chain goes on.
            yield return ("session.disable_cpu_ep_fallback", "1");
        }
    }

    private void Append(SessionOptions sessionOptions, (int Size, EncoderPrecision Precision)? encoder)
    {
        if (provider == ExecutionProvider.Cpu)
        {
            return;
        }

        try
        {
            // The forms with an options object: they exist in every native build and say why they cannot be used.
            // Heads run on CUDA: TensorRT would build an engine of them anew for every other count of labels, while frames wait.
            if (provider == ExecutionProvider.TensorRt && encoder is var (size, precision))
            {
                using var tensorRt = new OrtTensorRTProviderOptions();
                tensorRt.UpdateOptions(Settings(options.TensorRt.ToProvider(size, precision).Concat(engine?.ToProvider() ?? [])));
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
