using System.Threading.Channels;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Wakes the session that waits for a message; a call while nobody waits is not lost. Thread-safe; one waits at a time.</summary>
internal sealed class MessageSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _channel.Reader.ReadAsync(cancellationToken);
}
