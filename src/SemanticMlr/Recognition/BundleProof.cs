using SemanticMlr.Bundles;
using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>Proves what loading a model leaves for later or never needs: every form of the image encoder, the text encoder, explain graphs.</summary>
public static class BundleProof
{
    /// <summary>Runs all golden pictures through every encoder that suits the live provider, all golden texts, and opens the explain graphs.</summary>
    /// <param name="model">The loaded model.</param>
    /// <param name="options">What graphs run on.</param>
    /// <returns>The files of the encoders proved.</returns>
    /// <exception cref="BundleException">A graph is damaged, has the wrong shape, or gives other numbers than the golden ones.</exception>
    /// <exception cref="ExecutionProviderException">A graph failed.</exception>
    public static IReadOnlyList<string> Prove(RecognitionModel model, InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        var (bundle, provider) = (model.Bundle, model.Provider.Active);
        model.ProveTextEncoder();
        var proof = new GoldenProof(bundle, model.CreateLabelTable(bundle.Labels));
        var entries = EncoderChoice.Fitting(bundle.Manifest.Encoders, bundle.Measured, provider);
        foreach (var entry in entries)
        {
            try
            {
                using var graphs = ModelGraphs.Open(bundle, entry, new SessionFactory(provider, options));
                proof.Prove(graphs, entry);
                CheckExplain(bundle, graphs.Encoder, options);
            }
            catch (Exception exception) when (exception is GoldenMismatchException or ProviderUnavailableException)
            {
                throw new BundleException(bundle.PathOf(entry), $"on {provider}: {exception.Message}", exception);
            }
        }

        return [.. entries.Select(entry => entry.File)];
    }

    private static void CheckExplain(Bundle bundle, ImageEncoder encoder, InferenceOptions options)
    {
        foreach (var file in bundle.Manifest.Heads.Values.Select(head => head.Explain).OfType<BundleFile>())
        {
            Head.OpenExplain(bundle, file, encoder, options).Dispose();
        }
    }
}
