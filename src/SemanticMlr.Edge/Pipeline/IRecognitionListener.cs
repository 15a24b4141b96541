using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Hears of every frame that was recognised.</summary>
public interface IRecognitionListener
{
    /// <summary>Called on the pipeline's thread: returns at once and copies what it keeps.</summary>
    void Recognized(RecognizedFrame frame);

    /// <summary>Asked before a frame is recognised: whether <see cref="Recognized"/> needs the encoder's features of its regions too, which costs a copy of them.</summary>
    bool WantsFeatures(string camera, Frame frame) => false;
}
