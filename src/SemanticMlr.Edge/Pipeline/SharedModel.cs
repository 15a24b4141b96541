using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>A model that several use. Born with one owner, as a frame; the last one closes it.</summary>
internal sealed class SharedModel(RecognitionModel model)
{
    private int _owners = 1;

    public RecognitionModel Model => model;

    public void Retain() => ObjectDisposedException.ThrowIf(Interlocked.Increment(ref _owners) <= 1, this);

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            model.Dispose();
        }
    }
}
