using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Inference.Engines;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>Opens the model of a bundle: at once, on what is ready, or with the engine that a provider needs.</summary>
/// <param name="bundle">The verified bundle.</param>
/// <param name="options">The chain of providers, and what to do when one fails.</param>
/// <param name="cache">Where embeddings of label texts are kept, or null to encode them every time.</param>
/// <param name="logger">Where providers and caches are reported.</param>
/// <param name="engines">Where engines of TensorRT are kept, or null where they are not.</param>
public sealed class ModelLoader(Bundle bundle, InferenceOptions options, EmbeddingCache? cache, ILogger logger, EngineCache? engines = null)
{
    private readonly Bundle _bundle = bundle ?? throw new ArgumentNullException(nameof(bundle));
    private readonly InferenceOptions _options = options ?? throw new ArgumentNullException(nameof(options));
    private readonly ILogger _logger = logger ?? throw new ArgumentNullException(nameof(logger));

    /// <summary>Opens the graphs instead of ONNX Runtime, for providers that a machine has not.</summary>
    internal Func<ExecutionProvider, EncoderEntry, EngineFolder?, ModelGraphs>? Open { get; init; }

    /// <summary>What to do when a provider cannot be used.</summary>
    public OnProviderFailure OnProviderFailure => _options.OnProviderFailure;

    /// <summary>Opens the model on the best provider; where that needs an engine, it is built here and now.</summary>
    /// <inheritdoc cref="RecognitionModel.Load" path="/exception"/>
    public RecognitionModel Load() => Load(_options);

    /// <summary>Opens the model on the best provider that is ready; where all that is left needs an engine, it is built here and now.</summary>
    /// <returns>The model, and the better provider whose engine is still to be built, or null.</returns>
    /// <inheritdoc cref="RecognitionModel.Load" path="/exception"/>
    public (RecognitionModel Model, ExecutionProvider? Pending) LoadReady()
    {
        var (chain, tables, table) = Prepare(_options);
        return chain.OpenReady(table) is var (graphs, proof)
            ? (new RecognitionModel(_bundle, graphs, proof, tables), chain.Pending)
            : (Load(), null);
    }

    /// <summary>Builds the engine that a provider needs, and proves it with the golden outputs. Takes minutes.</summary>
    /// <exception cref="ExecutionProviderException">It could not be built, or gives other numbers.</exception>
    /// <exception cref="BundleException">A graph does not follow the contract, or a golden picture cannot be read.</exception>
    public RecognitionModel Build(ExecutionProvider provider) => Load(_options.Only(provider));

    private RecognitionModel Load(InferenceOptions own)
    {
        var (chain, tables, table) = Prepare(own);
        var (graphs, proof) = chain.Open(table);
        return new RecognitionModel(_bundle, graphs, proof, tables);
    }

    private (ProviderChain Chain, LabelTableFactory Tables, LabelTable? Table) Prepare(InferenceOptions own)
    {
        var tables = new LabelTableFactory(_bundle, _options, cache, _logger);
        var table = _bundle.Golden.Images.Any(image => image.Logits.Count > 0) ? tables.Create(_bundle.Labels) : null;
        return (new ProviderChain(_bundle, own, _logger, engines, Open), tables, table);
    }
}
