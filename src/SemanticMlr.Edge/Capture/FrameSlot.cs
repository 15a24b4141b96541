using System.Diagnostics.CodeAnalysis;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Capture;

/// <summary>Holds the newest frame of a camera until somebody takes it.</summary>
/// <remarks>A frame belongs to the slot from <see cref="Offer"/> until it is taken, replaced or the slot is closed.</remarks>
internal sealed class FrameSlot
{
    private readonly Signal _room = new();
    private Frame? _waiting;
    private volatile bool _closed;

    public bool IsEmpty => Volatile.Read(ref _waiting) is null;

    /// <summary>Takes ownership of the frame; false when it replaced an older one.</summary>
    public bool Offer(Frame frame)
    {
        var replaced = Interlocked.Exchange(ref _waiting, frame);
        replaced?.Dispose();
        if (_closed)
        {
            Interlocked.Exchange(ref _waiting, null)?.Dispose();
        }

        return replaced is null;
    }

    /// <summary>Hands the frame to the caller, who disposes it.</summary>
    public bool TryTake([NotNullWhen(true)] out Frame? frame)
    {
        frame = Interlocked.Exchange(ref _waiting, null);
        if (frame is null)
        {
            return false;
        }

        _room.Raise();
        return true;
    }

    /// <summary>Waits until no frame is in the slot.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (!IsEmpty)
        {
            await _room.WaitAsync(cancellationToken);
        }
    }

    public void Close()
    {
        _closed = true;
        Interlocked.Exchange(ref _waiting, null)?.Dispose();
    }
}
