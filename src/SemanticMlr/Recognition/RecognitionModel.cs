using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>A bundle that runs, on the first execution provider of the chain that reproduces its golden outputs.</summary>
/// <remarks>
/// Owns the native sessions; batches must be disposed before it. Threads may encode, score and call <see cref="CreateLabelTable"/> at the same time, each
/// with a batch of its own: sessions of ONNX Runtime are thread-safe, and what a run writes lies in the batch.
/// </remarks>
public sealed class RecognitionModel : IDisposable
{
    private readonly ModelGraphs _graphs;
    private readonly LabelTableFactory _tables;
    private bool _disposed;

    internal RecognitionModel(Bundle bundle, ModelGraphs graphs, ProviderProof proof, LabelTableFactory tables)
    {
        Bundle = bundle;
        Provider = proof;
        _graphs = graphs;
        _tables = tables;
    }

    /// <summary>The bundle that the model was loaded from.</summary>
    public Bundle Bundle { get; }

    /// <summary>Which provider is live, and how that is known.</summary>
    public ProviderProof Provider { get; }

    /// <summary>Length D of embeddings.</summary>
    public int Dimension => Bundle.Manifest.Dimension;

    /// <summary>Patches P of an image; 0 in a global-only bundle.</summary>
    public int PatchCount => _graphs.Encoder.PatchCount;

    /// <summary>Whether the graphs are closed.</summary>
    internal bool IsClosed => _disposed;

    internal int TextEncoderLoads => _tables.TextEncoderLoads;

    /// <summary>Loads a bundle: opens its graphs on the best provider, checks their shapes and proves them with the golden pictures.</summary>
    /// <param name="bundle">The verified bundle.</param>
    /// <param name="options">The chain of providers, and what to do when one fails.</param>
    /// <param name="cache">Where embeddings of label texts are kept, or null to encode them every time.</param>
    /// <param name="logger">Where providers and caches are reported.</param>
    /// <exception cref="ExecutionProviderException">No provider may be used.</exception>
    /// <exception cref="BundleException">A graph is damaged, has the wrong shape, or gives other numbers than the golden ones.</exception>
    /// <exception cref="LabelListException">The bundle's default label list does not fit its text encoder.</exception>
    public static RecognitionModel Load(Bundle bundle, InferenceOptions options, EmbeddingCache? cache, ILogger logger) =>
        new ModelLoader(bundle, options, cache, logger).Load();

    /// <summary>Loads a bundle with a form of its encoder that the caller chooses, on the first provider of the chain, unproved: for measuring forms before they are used.</summary>
    /// <param name="bundle">The verified bundle.</param>
    /// <param name="encoder">The form; its file may also be a full path. Calibrations are looked for under its hashes.</param>
    /// <param name="options">The provider and its settings.</param>
    /// <param name="cache">Where embeddings of label texts are kept, or null to encode them every time.</param>
    /// <param name="logger">Where caches are reported.</param>
    /// <exception cref="BundleException">A graph is damaged or has the wrong shape.</exception>
    /// <exception cref="ExecutionProviderException">The provider is not there, or cannot run a graph.</exception>
    public static RecognitionModel LoadForm(Bundle bundle, EncoderEntry encoder, InferenceOptions options, EmbeddingCache? cache, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        var provider = options.Chain.First();
        try
        {
            var graphs = ModelGraphs.Open(bundle, encoder, new SessionFactory(provider, options));
            var proof = new ProviderProof(provider, encoder, double.NaN, double.NaN, []);
            return new RecognitionModel(bundle, graphs, proof, new LabelTableFactory(bundle, options, cache, logger));
        }
        catch (ProviderUnavailableException exception)
        {
            throw new ExecutionProviderException([new ProviderFailure(provider, exception.Message)], $"Name a provider that this machine has; {ExecutionProvider.Cpu} runs everywhere.", exception);
        }
    }

    /// <summary>Loads a bundle with its form of that precision for a provider, and proves it with the golden pictures.</summary>
    /// <param name="bundle">The verified bundle.</param>
    /// <param name="precision">The precision.</param>
    /// <param name="provider">The provider that must run it.</param>
    /// <param name="options">Settings of the provider.</param>
    /// <param name="logger">Where caches are reported.</param>
    /// <exception cref="BundleException">The bundle has no such form, or it is damaged or gives other numbers than the golden ones.</exception>
    /// <exception cref="ExecutionProviderException">The provider is not there, or cannot run a graph.</exception>
    public static RecognitionModel LoadForm(Bundle bundle, EncoderPrecision precision, ExecutionProvider provider, InferenceOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(options);
        var forms = EncoderChoice.Fitting(bundle.Manifest.Encoders, bundle.Measured, provider);
        var form = forms.FirstOrDefault(entry => entry.Precision == precision) ?? throw new BundleException(
            bundle.PathOf(BundleManifest.FileName),
            $"\"encoders\" has no {precision} form for {provider}; it has {string.Join(", ", forms.Select(entry => entry.Precision))}. \"mlr quantize\" makes others");
        var model = LoadForm(bundle, form, options.Only(provider), cache: null, logger);
        try
        {
            model.ProveForm();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Runs the golden pictures of the form that is loaded.</summary>
    /// <returns>The largest difference, relative to the largest value.</returns>
    /// <exception cref="BundleException">The form gives other numbers on this provider.</exception>
    public double ProveForm()
    {
        try
        {
            var table = Bundle.GoldenOf(Provider.Encoder).Images.Any(image => image.Logits.Count > 0) ? CreateLabelTable(Bundle.Labels) : null;
            return new GoldenProof(Bundle, table).Prove(_graphs, Provider.Encoder);
        }
        catch (GoldenMismatchException exception)
        {
            throw new BundleException(Bundle.PathOf(Provider.Encoder), $"on {Provider.Active}: {exception.Message}", exception);
        }
    }

    /// <summary>Turns a label list into the table that heads read. Only enabled labels are in it; what the cache knows needs no text encoder.</summary>
    /// <exception cref="LabelListException">A text is over the context length, or a vector is missing or does not fit; every fault is listed.</exception>
    /// <exception cref="BundleException">The text encoder or the label graph is damaged, or fails the golden texts.</exception>
    public LabelTable CreateLabelTable(LabelList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return _tables.Create(list);
    }

    /// <inheritdoc cref="LabelTableFactory.ProveTextEncoder"/>
    internal void ProveTextEncoder() => _tables.ProveTextEncoder();

    /// <summary>Opens the explain file of a head; the caller disposes it.</summary>
    /// <exception cref="BundleException">The head has none, or it is damaged or does not follow the contract.</exception>
    internal Head OpenExplain(string head, InferenceOptions options) =>
        Bundle.Manifest.Heads[head].Explain is { } file
            ? Head.OpenExplain(Bundle, file, _graphs.Encoder, options)
            : throw new BundleException(
                Bundle.PathOf(BundleManifest.FileName),
                $"\"heads.{head}\" has no \"explain\" file, so nobody can say where it looks; heads with one: "
                + string.Join(", ", Bundle.Manifest.Heads.Where(entry => entry.Value.Explain is not null).Select(entry => entry.Key).DefaultIfEmpty("none")));

    /// <summary>Makes the memory for batches of up to <paramref name="capacity"/> images; the caller disposes it, before the model.</summary>
    /// <remarks>An engine of TensorRT takes no more than <see cref="TensorRtOptions.MaxBatch"/> images a run.</remarks>
    public RecognitionBatch CreateBatch(int capacity) => new(_graphs, Bundle.Manifest.Image.Size, Dimension, capacity);

    /// <summary>Runs the image encoder over the first <paramref name="count"/> images of a batch. Allocates nothing once a count was seen.</summary>
    /// <exception cref="ExecutionProviderException">The graph failed.</exception>
    public void Encode(RecognitionBatch batch, int count)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckOwn(batch);
        batch.Encode(count);
    }

    /// <summary>Runs the head over what <see cref="Encode"/> gave: logits, then calibrated probabilities. Allocates nothing once a count and a snapshot were seen.</summary>
    /// <exception cref="ExecutionProviderException">The graph failed.</exception>
    public void Score(RecognitionBatch batch, int count, RecognitionSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(snapshot);
        CheckOwn(batch);
        batch.Score(count, snapshot.Head, snapshot.Table);
        batch.Calibrate(count, snapshot.Calibration);
    }

    /// <summary>Closes the graphs.</summary>
    public void Dispose()
    {
        _disposed = true;
        _graphs.Dispose();
    }

    private void CheckOwn(RecognitionBatch batch)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!batch.IsOf(_graphs))
        {
            throw new ArgumentException("The batch was made by another model.", nameof(batch));
        }
    }
}
