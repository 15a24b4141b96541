using System.Threading.Channels;

namespace SemanticMlr.Training.Data;

/// <summary>Draws the next batches on a task of its own while the current one trains.</summary>
internal sealed class BatchQueue<TBatch> : IAsyncDisposable
{
    private const int Ahead = 3;

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<TBatch> _channel = Channel.CreateBounded<TBatch>(
        new BoundedChannelOptions(Ahead) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true, SingleWriter = true });
    private readonly Task _drawing;

    /// <param name="draw">Draws the batch of a step; called from one thread.</param>
    /// <param name="first">The first step.</param>
    /// <param name="end">The step after the last.</param>
    public BatchQueue(Func<long, TBatch> draw, long first, long end) => _drawing = Task.Run(() => DrawAsync(draw, first, end));

    /// <summary>Takes the batch of the next step.</summary>
    public TBatch Take() => _channel.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _drawing;
        _stop.Dispose();
    }

    private async Task DrawAsync(Func<long, TBatch> draw, long first, long end)
    {
        Exception? fault = null;
        try
        {
            for (var step = first; step < end; step++)
            {
                await _channel.Writer.WriteAsync(draw(step), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The run ends before its last step.
        }
#pragma warning disable CA1031 // Whatever drawing throws belongs to the reader, who gets it from the channel.
        catch (Exception exception)
        {
            fault = exception;
        }
#pragma warning restore CA1031

        _channel.Writer.Complete(fault);
    }
}
