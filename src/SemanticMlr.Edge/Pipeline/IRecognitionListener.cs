namespace SemanticMlr.Edge.Pipeline;

/// <summary>Hears of every frame that was recognised.</summary>
public interface IRecognitionListener
{
    /// <summary>Called on the pipeline's thread: returns at once and copies what it keeps.</summary>
    void Recognized(RecognizedFrame frame);
}
