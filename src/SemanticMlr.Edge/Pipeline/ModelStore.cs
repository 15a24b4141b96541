using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>The model that is served. Another one takes its place as a whole, while batches run; the one before is closed once nobody uses it.</summary>
/// <remarks>Thread-safe. Asking for <see cref="Current"/> costs one read; who runs the model takes a lease.</remarks>
public sealed class ModelStore : IDisposable
{
    private readonly Lock _gate = new();
    private volatile SharedModel _current;
    private volatile IReadOnlyList<ProviderFailure> _failed = [];
    private int _pending;
    private bool _isDisposed;

    /// <param name="model">The model, owned from now on.</param>
    /// <param name="pending">The better provider whose engine is still to be built, or null.</param>
    public ModelStore(RecognitionModel model, ExecutionProvider? pending = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_current, _pending) = (new SharedModel(model), pending is { } provider ? (int)provider : -1);
    }

    /// <summary>The model that is served, to look at; it may be closed at any time after.</summary>
    public RecognitionModel Current => _current.Model;

    /// <summary>The provider that is to take over once its engine is built, or null.</summary>
    public ExecutionProvider? Pending => Volatile.Read(ref _pending) is var provider and >= 0 ? (ExecutionProvider)provider : null;

    /// <summary>Why the provider that was to take over did not.</summary>
    public IReadOnlyList<ProviderFailure> Failed => _failed;

    /// <summary>The model that is served, to run.</summary>
    /// <exception cref="ObjectDisposedException">The agent ends.</exception>
    public ModelLease Rent()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _current.Retain();
            return new ModelLease(_current);
        }
    }

    /// <summary>Serves another model, which is owned from now on.</summary>
    internal void Replace(RecognitionModel model)
    {
        SharedModel before;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            (before, _current) = (_current, new SharedModel(model));
            Volatile.Write(ref _pending, -1);
        }

        before.Release();
    }

    /// <summary>Goes on with the model that is served.</summary>
    internal void GiveUp(IReadOnlyList<ProviderFailure> failed)
    {
        _failed = failed;
        Volatile.Write(ref _pending, -1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        _current.Release();
    }
}
