using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>Goes down the chain of execution providers to the first that reproduces the golden outputs.</summary>
/// <param name="bundle">The bundle.</param>
/// <param name="options">The chain, and what to do when a provider fails.</param>
/// <param name="logger">Where providers are reported.</param>
/// <param name="open">Opens the graphs with a form of the encoder on a provider; null does it with ONNX Runtime.</param>
internal sealed class ProviderChain(
    Bundle bundle, InferenceOptions options, ILogger logger, Func<ExecutionProvider, EncoderEntry, ModelGraphs>? open = null)
{
    private readonly List<ProviderFailure> _failures = [];

    /// <summary>Opens the graphs; the caller owns them. On failure nothing stays open.</summary>
    /// <param name="table">The table of the default label list, or null where the golden set has no logits.</param>
    /// <exception cref="ExecutionProviderException">No provider may be used.</exception>
    /// <exception cref="BundleException">The fault is the bundle's: the processor cannot run it or gives other numbers.</exception>
    public (ModelGraphs Graphs, ProviderProof Proof) Open(LabelTable? table)
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
                try
                {
                    return Open(provider, entry, proof);
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

            if (options.OnProviderFailure == OnProviderFailure.Fail)
            {
                throw new ExecutionProviderException(
                    _failures,
                    $"Install what {provider} needs (a build with -p:OnnxRuntime=Gpu and NVIDIA's libraries), take {provider} out of {InferenceOptions.Section}:{nameof(InferenceOptions.Providers)}, or set {nameof(InferenceOptions.OnProviderFailure)} to {OnProviderFailure.Degrade}.",
                    last);
            }
        }

        throw new ExecutionProviderException(
            _failures,
            $"Add {ExecutionProvider.Cpu} to {InferenceOptions.Section}:{nameof(InferenceOptions.Providers)}, which runs everywhere.",
            last);
    }

    private (ModelGraphs Graphs, ProviderProof Proof) Open(ExecutionProvider provider, EncoderEntry entry, GoldenProof proof)
    {
        var graphs = open is null ? ModelGraphs.Open(bundle, entry, new SessionFactory(provider, options)) : open(provider, entry);
        try
        {
            var (difference, tolerance) = (proof.Prove(graphs, entry), bundle.GoldenOf(entry).Tolerance);
            logger.ProviderProved(bundle.Identity, entry.File, provider, difference, tolerance);
            return (graphs, new ProviderProof(provider, entry, difference, tolerance, [.. _failures]));
        }
        catch
        {
            graphs.Dispose();
            throw;
        }
    }

    private void Note(ExecutionProvider provider, string encoder, string reason)
    {
        _failures.Add(new ProviderFailure(provider, reason));
        logger.ProviderFailed(encoder, provider, reason);
    }
}
