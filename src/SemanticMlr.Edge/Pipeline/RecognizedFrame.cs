using SemanticMlr.Imaging;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>A frame with the scores of all its regions.</summary>
/// <remarks>Reused by the pipeline: valid only during the call that hands it over. <see cref="Imaging.Frame.Retain"/> keeps the picture longer.</remarks>
public sealed class RecognizedFrame
{
    private float[] _logits = [];
    private float[] _probabilities = [];
    private float[] _features = [];

    /// <summary>Name of the camera.</summary>
    public string Camera { get; private set; } = "";

    /// <summary>The picture.</summary>
    public Frame Frame { get; private set; } = null!;

    /// <summary>The regions, in the order of the scores.</summary>
    public IReadOnlyList<NamedRegion> Regions { get; private set; } = [];

    /// <summary>The labels, calibration and thresholds that the scores belong to.</summary>
    public RecognitionSnapshot Snapshot { get; private set; } = null!;

    /// <summary>The bundle, as <c>pcb-defects@3</c>.</summary>
    public string Bundle { get; private set; } = "";

    /// <summary>When the frame was captured, UTC.</summary>
    public DateTimeOffset CapturedAt => Frame.CapturedAt;

    /// <summary>When the frame was captured, in ticks of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long Timestamp => Frame.Timestamp;

    /// <summary>The count of the frame within its camera.</summary>
    public long Number => Frame.Number;

    /// <summary>Values of <see cref="Features"/>; 0 where no listener wanted them.</summary>
    public int FeatureLength { get; private set; }

    private int Labels => Snapshot.Table.Count;

    /// <summary>Calibrated probabilities of one region, 0..1, a value a label of the table.</summary>
    public ReadOnlySpan<float> Probabilities(int region) => _probabilities.AsSpan(region * Labels, Labels);

    /// <summary>Raw logits of one region, a value a label of the table.</summary>
    public ReadOnlySpan<float> Logits(int region) => _logits.AsSpan(region * Labels, Labels);

    /// <summary>What the encoder made of one region: the global feature, then the patches; empty where no listener wanted them.</summary>
    public ReadOnlySpan<float> Features(int region) => FeaturesToFill(region);

    /// <summary>Starts the next frame; scores follow by <see cref="SetScores"/>.</summary>
    /// <param name="camera">Name of the camera.</param>
    /// <param name="frame">The picture.</param>
    /// <param name="regions">Its regions.</param>
    /// <param name="snapshot">What it is scored with.</param>
    /// <param name="bundle">Identity of the bundle.</param>
    /// <param name="featureLength">Values of the features of a region, which follow by <see cref="FeaturesToFill"/>; 0 where nobody wants them.</param>
    public void Begin(string camera, Frame frame, IReadOnlyList<NamedRegion> regions, RecognitionSnapshot snapshot, string bundle, int featureLength = 0)
    {
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(snapshot);
        (Camera, Frame, Regions, Snapshot, Bundle, FeatureLength) = (camera, frame, regions, snapshot, bundle, featureLength);
        var length = regions.Count * snapshot.Table.Count;
        if (_logits.Length < length)
        {
            (_logits, _probabilities) = (new float[length], new float[length]);
        }

        if (_features.Length < regions.Count * featureLength)
        {
            _features = new float[regions.Count * featureLength];
        }
    }

    /// <summary>The place for the features of one region; empty where no listener wanted them.</summary>
    internal Span<float> FeaturesToFill(int region) => _features.AsSpan(region * FeatureLength, FeatureLength);

    /// <summary>Copies the scores of one region.</summary>
    public void SetScores(int region, ReadOnlySpan<float> logits, ReadOnlySpan<float> probabilities)
    {
        logits.CopyTo(_logits.AsSpan(region * Labels, Labels));
        probabilities.CopyTo(_probabilities.AsSpan(region * Labels, Labels));
    }
}
