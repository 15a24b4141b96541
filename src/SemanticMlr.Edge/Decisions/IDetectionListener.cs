namespace SemanticMlr.Edge.Decisions;

/// <summary>Takes detections further.</summary>
public interface IDetectionListener
{
    /// <summary>Takes one detection. Called on the pipeline thread: must return at once.</summary>
    void Detected(Detection detection);
}
