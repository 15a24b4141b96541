using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Inference;
using SemanticMlr.Inference.Engines;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Tests.Engines;

/// <summary>TensorRT played by the processor: a build takes until it is let on, and leaves a file where the engine would lie. The golden proof, the cache and the agent are the real ones.</summary>
internal sealed class PlayedTensorRt : IDisposable
{
    private readonly ManualResetEventSlim _letOn = new();
    private int _builds;
    private int _opened;

    /// <summary>The file of the bundle that the engine computes; by default that of its entry.</summary>
    public string? Computes { get; set; }

    /// <summary>What the build says instead of giving an engine.</summary>
    public string? Refusal { get; set; }

    /// <summary>Builds begun.</summary>
    public int Builds => Volatile.Read(ref _builds);

    /// <summary>Engines opened that lay there.</summary>
    public int Opened => Volatile.Read(ref _opened);

    /// <summary>Lets builds come to their end.</summary>
    public void LetOn() => _letOn.Set();

    /// <summary>Makes it the first provider of an agent.</summary>
    public void AddTo(IServiceCollection services) => services.AddSingleton(provider =>
    {
        var inference = provider.GetRequiredService<IOptions<RecognitionOptions>>().Value.Inference;
        var bundle = provider.GetRequiredService<Bundle>();
        var environment = new EngineEnvironment { OnnxRuntime = "1", TensorRt = "10", CudaDriver = "13", Gpu = "played", ComputeCapability = "9.0" };
        var folder = provider.GetRequiredService<IOptions<StateOptions>>().Value.PathOf("engines");
        return new ModelLoader(
            bundle,
            inference,
            provider.GetRequiredService<EmbeddingCache>(),
            provider.GetRequiredService<ILogger<RecognitionModel>>(),
            new EngineCache(folder, inference.TensorRt.EngineCache, environment, provider.GetRequiredService<ILogger<EngineCache>>()))
        {
            Open = (live, entry, engine) => live == ExecutionProvider.TensorRt
                ? Open(bundle, entry, engine, inference)
                : ModelGraphs.Open(bundle, entry, new SessionFactory(live, inference)),
        };
    });

    public void Dispose()
    {
        _letOn.Set(); // a test that ended early must not leave a thread waiting
    }

    private ModelGraphs Open(Bundle bundle, EncoderEntry entry, EngineFolder? engine, InferenceOptions inference)
    {
        if (engine is { IsFinished: true })
        {
            Interlocked.Increment(ref _opened);
        }
        else
        {
            Interlocked.Increment(ref _builds);
            _letOn.Wait();
            if (Refusal is { } refusal)
            {
                throw new ProviderUnavailableException(refusal);
            }

            File.WriteAllText(Path.Combine(engine!.Path, "graph_sm90.engine"), "engine");
        }

        return ModelGraphs.Open(bundle, entry with { File = Computes ?? entry.File }, SessionFactory.ForProcessor(inference));
    }
}
