using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Inference.Engines;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>Goes down the chain of execution providers to the first that reproduces the golden outputs.</summary>
/// <param name="bundle">The bundle.</param>
/// <param name="options">The chain, and what to do when a provider fails.</param>
/// <param name="logger">Where providers are reported.</param>
/// <param name="engines">Where engines of TensorRT are kept, or null where they are not.</param>
/// <param name="open">Opens the graphs with a form of the encoder on a provider, with the folder of its engine; null does it with ONNX Runtime.</param>
internal sealed class ProviderChain(
    Bundle bundle,
    InferenceOptions options,
    ILogger logger,
    EngineCache? engines = null,
    Func<ExecutionProvider, EncoderEntry, EngineFolder?, ModelGraphs>? open = null)
{
    private readonly List<ProviderFailure> _failures = [];

    /// <summary>The first provider that was passed over because its engine is still to be built, or null.</summary>
    public ExecutionProvider? Pending { get; private set; }

    /// <summary>Opens the graphs without building an engine: a provider that needs one is passed over. Null where no other provider is left.</summary>
    /// <inheritdoc cref="Open(LabelTable?)"/>
    public (ModelGraphs Graphs, ProviderProof Proof)? OpenReady(LabelTable? table) => Open(table, mayBuild: false);

    /// <summary>Opens the graphs, and builds what must be built; the caller owns them. On failure nothing stays open.</summary>
    /// <param name="table">The table of the default label list, or null where the golden set has no logits.</param>
    /// <exception cref="ExecutionProviderException">No provider may be used.</exception>
    /// <exception cref="BundleException">The fault is the bundle's: the processor cannot run it or gives other numbers.</exception>
    public (ModelGraphs Graphs, ProviderProof Proof) Open(LabelTable? table) => Open(table, mayBuild: true)!.Value;

    private (ModelGraphs Graphs, ProviderProof Proof)? Open(LabelTable? table, bool mayBuild)
    {
        var proof = new GoldenProof(bundle, table);
        Exception? last = null;
        foreach (var provider in options.Chain)
        {
            Exception? own = null;
            var entries = EncoderChoice.InOrder(bundle.Manifest.Encoders, bundle.Measured, provider);
            if (entries.Count == 0)
            {
                Note(provider, bundle.Identity, $"bundle {bundle.Identity} has no image encoder for it: neither fp32 nor one that was measured on it as good and faster");
            }

            foreach (var entry in entries)
            {
                var key = engines is { Environment.CanBuild: true } && provider == ExecutionProvider.TensorRt
                    ? engines.KeyOf(entry, bundle.Manifest.Image.Size, options.TensorRt)
                    : null;
                try
                {
                    if (key is not null && OpenKept(key, entry, proof) is { } kept)
                    {
                        return kept;
                    }

                    if (key is not null && engines!.RefusalOf(key, GoldenHash(entry)) is { } refusal)
                    {
                        throw new GoldenMismatchException(refusal);
                    }

                    if (key is not null && !mayBuild)
                    {
                        Pending ??= provider;
                        logger.EngineMissing(entry.File, provider);
                        break;
                    }

                    return Open(provider, entry, key is null ? null : engines!.Begin(key), proof);
                }
                catch (Exception exception) when (exception is ProviderUnavailableException or GoldenMismatchException or ExecutionProviderException)
                {
                    last = own = exception;
                    Note(provider, entry.File, exception.Message);
                }
            }

            if (provider == ExecutionProvider.Cpu && own is GoldenMismatchException)
            {
                throw new BundleException(
                    bundle.PathOf(bundle.Manifest.Golden),
                    $"{own.Message}, on {provider} with {entries[^1].File}; one of both files belongs to another bundle: copy the whole bundle again",
                    own);
            }

            if (options.OnProviderFailure == OnProviderFailure.Fail && Pending is null)
            {
                throw new ExecutionProviderException(
                    _failures,
                    $"Install what {provider} needs (a build with -p:OnnxRuntime=Gpu and NVIDIA's libraries), take {provider} out of {InferenceOptions.Section}:{nameof(InferenceOptions.Providers)}, or set {nameof(InferenceOptions.OnProviderFailure)} to {OnProviderFailure.Degrade}.",
                    last);
            }
        }

        if (Pending is not null)
        {
            return null;
        }

        throw new ExecutionProviderException(
            _failures,
            $"Add {ExecutionProvider.Cpu} to {InferenceOptions.Section}:{nameof(InferenceOptions.Providers)}, which runs everywhere.",
            last);
    }

    /// <summary>Opens a finished engine; null where there is none, or one that cannot be used any more, which is removed.</summary>
    private (ModelGraphs Graphs, ProviderProof Proof)? OpenKept(EngineKey key, EncoderEntry entry, GoldenProof proof)
    {
        if (engines!.Find(key) is not { } engine)
        {
            return null;
        }

        try
        {
            return Open(ExecutionProvider.TensorRt, entry, engine, proof);
        }
        catch (Exception exception) when (exception is ProviderUnavailableException or GoldenMismatchException or ExecutionProviderException)
        {
            return null;
        }
    }

    private (ModelGraphs Graphs, ProviderProof Proof) Open(ExecutionProvider provider, EncoderEntry entry, EngineFolder? engine, GoldenProof proof)
    {
        ModelGraphs? graphs = null;
        try
        {
            graphs = open is null ? ModelGraphs.Open(bundle, entry, new SessionFactory(provider, options, engine)) : open(provider, entry, engine);
            var (difference, tolerance) = (proof.Prove(graphs, entry), bundle.GoldenOf(entry).Tolerance);
            logger.ProviderProved(bundle.Identity, entry.File, provider, difference, tolerance);
            if (engine is { IsFinished: false })
            {
                engines!.Finish(engine, entry.File);
            }

            return (graphs, new ProviderProof(provider, entry, difference, tolerance, [.. _failures]));
        }
        catch (Exception exception)
        {
            graphs?.Dispose();
            if (engine is { IsFinished: false } && exception is GoldenMismatchException)
            {
                engines!.Refuse(engine, entry.File, GoldenHash(entry), exception.Message);
            }
            else if (engine is not null)
            {
                engines!.Remove(engine, exception.Message);
            }

            throw;
        }
    }

    private string GoldenHash(EncoderEntry entry) => (entry.Golden ?? bundle.Manifest.Golden).Sha256;

    private void Note(ExecutionProvider provider, string encoder, string reason)
    {
        _failures.Add(new ProviderFailure(provider, reason));
        logger.ProviderFailed(encoder, provider, reason);
    }
}
