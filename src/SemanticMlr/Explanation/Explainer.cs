using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Explanation;

/// <summary>Says where in a picture a head sees its labels, with the head's explain file. Owns the explain session and scratch memory; the model stays the caller's.</summary>
/// <remarks>Not thread-safe. Dispose it before the model. The explain file runs on the processor.</remarks>
public sealed class Explainer : IDisposable
{
    private readonly RecognitionModel _model;
    private readonly InferenceOptions _options;
    private readonly Head _head;
    private readonly Recognizer _recognizer;

    /// <param name="model">The model.</param>
    /// <param name="snapshot">Labels, head and calibration.</param>
    /// <param name="options">Threads of the explain session.</param>
    /// <param name="batchSize">The most regions that are encoded at once.</param>
    /// <exception cref="BundleException">The head has no explain file, it does not follow the contract, or the patches form no square grid.</exception>
    public Explainer(RecognitionModel model, RecognitionSnapshot snapshot, InferenceOptions options, int batchSize = 4)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(options);
        (_model, _options) = (model, options);
        Side = (int)Math.Round(Math.Sqrt(model.PatchCount));
        _head = model.OpenExplain(snapshot.Head, options);
        if (Side * Side != model.PatchCount)
        {
            _head.Dispose();
            throw new BundleException(
                model.Bundle.PathOf(BundleManifest.FileName), $"the image encoder gives {model.PatchCount} patches, which form no square grid: nobody can say where they lie");
        }

        HeadName = snapshot.Head;
        _recognizer = new Recognizer(model, snapshot, batchSize);
    }

    /// <summary>The head that is explained.</summary>
    public string HeadName { get; }

    /// <summary>Patches in a row of a region, and rows.</summary>
    public int Side { get; }

    /// <summary>Labels, head and calibration; the head stays the same.</summary>
    public RecognitionSnapshot Snapshot
    {
        get => _recognizer.Snapshot;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _recognizer.Snapshot = value.Head == HeadName
                ? value
                : throw new ArgumentException($"The explainer was made for head {HeadName}, the snapshot has {value.Head}.", nameof(value));
        }
    }

    /// <summary>Whether a head has an explain file.</summary>
    public static bool IsOffered(Bundle bundle, string head)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return bundle.Manifest.Heads[head].Explain is not null;
    }

    /// <summary>Recognises regions of an image and says where their scores come from.</summary>
    /// <param name="image">The image, CV_8UC3, BGR.</param>
    /// <param name="regions">The regions, without the bundle's margin.</param>
    public IReadOnlyList<RegionExplanation> Explain(Mat image, IReadOnlyList<NamedRegion> regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        var explanations = new List<RegionExplanation>(regions.Count);
        _recognizer.Recognize(
            image, [.. regions.Select(region => region.Rectangle)], (batch, index, region) => explanations.Add(Explain(batch, index, regions[region])));
        return explanations;
    }

    /// <summary>Says where the scores of a region come from that was scored elsewhere.</summary>
    /// <param name="batch">A batch of the same model, scored with <see cref="Snapshot"/>.</param>
    /// <param name="index">The place of the region in it.</param>
    /// <param name="region">The region.</param>
    /// <exception cref="BundleException">The graph failed, or gave another shape or values that are not numbers.</exception>
    public RegionExplanation Explain(RecognitionBatch batch, int index, NamedRegion region)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(region);
        var table = Snapshot.Table;
        var relevance = ExplainRun.Output(_head, batch, index, table, Head.Relevance, [1, _model.PatchCount, table.Count]);
        return relevance.All(float.IsFinite)
            ? new RegionExplanation(region, batch.Probabilities(index).ToArray(), RegionPixels.PatchArea(_model.Bundle.Manifest.Image, region.Rectangle), Side, relevance)
            : throw new BundleException(_head.Session.Path, "the output \"relevance\" holds values that are not numbers");
    }

    /// <summary>What the probability of a label in a region rests on.</summary>
    /// <param name="image">The image, CV_8UC3, BGR.</param>
    /// <param name="region">The region, without the bundle's margin.</param>
    /// <param name="label">The label's place in the table.</param>
    /// <param name="patches">How many patches are named.</param>
    public LabelEvidence Evidence(Mat image, NamedRegion region, int label, int patches = 5)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, Snapshot.Table.Count);
        LabelEvidence? evidence = null;
        _recognizer.Recognize(image, [region.Rectangle], (batch, index, _) => evidence = Evidence(batch, index, region, label, patches));
        return evidence!;
    }

    /// <summary>Closes the explain session.</summary>
    public void Dispose()
    {
        _recognizer.Dispose();
        _head.Dispose();
    }

    private LabelEvidence Evidence(RecognitionBatch batch, int index, NamedRegion region, int label, int patches)
    {
        var table = Snapshot.Table;
        var explanation = Explain(batch, index, region);
        var (global, local) = LabelScores.OfHead(_head, batch, index, table, label) ?? LabelScores.OfVectors(batch, index, table, label, TopK);
        var others = GraphInfluence.Nearest(table, label);
        var hasGraph = _head.Reads(Head.LabelGraph);
        return new LabelEvidence
        {
            Label = table.Labels[label].Id,
            Region = region.Name,
            Probability = explanation.Probabilities[label],
            Threshold = Snapshot.Threshold(label),
            Logit = batch.Logits(index)[label],
            GlobalScore = global,
            LocalScore = local,
            ScoresOfHead = LabelScores.IsOffered(_head),
            TopK = TopK,
            Patches = explanation.Map(label).Best(patches),
            HasGraph = hasGraph,
            Influences = hasGraph ? GraphInfluence.Of(_model.Bundle, _options, _head, batch, index, table, label, others) : [],
            Considered = hasGraph ? others.Count : 0,
        };
    }

    private int TopK => Math.Min(_model.Bundle.Manifest.Heads[HeadName].TopK ?? 1, _model.PatchCount);
}
