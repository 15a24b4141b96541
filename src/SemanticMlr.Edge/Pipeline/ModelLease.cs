using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>The use of a model, which stays open until the lease is disposed, whatever is served meanwhile.</summary>
public sealed class ModelLease : IDisposable
{
    private readonly SharedModel _shared;
    private int _isDisposed;

    internal ModelLease(SharedModel shared) => _shared = shared;

    /// <summary>The model.</summary>
    public RecognitionModel Model => _shared.Model;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _shared.Release();
        }
    }
}
