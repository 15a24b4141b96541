using System.Threading.Channels;

namespace SemanticMlr.Training.Data;

/// <summary>Draws the next batches on a task of its own while the current one trains.</summary>
internal sealed class BatchQueue : IAsyncDisposable
{
    private const int Ahead = 3;

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<CropBatch> _channel = Channel.CreateBounded<CropBatch>(
        new BoundedChannelOptions(Ahead) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true, SingleWriter = true });
    private readonly Task _drawing;

    public BatchQueue(CropSampler sampler, long first, long end) => _drawing = Task.Run(() => DrawAsync(sampler, first, end));

    /// <summary>Takes the batch of the next step.</summary>
    public CropBatch Take() => _channel.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _drawing;
        _stop.Dispose();
    }

    private async Task DrawAsync(CropSampler sampler, long first, long end)
    {
        Exception? fault = null;
        try
        {
            for (var step = first; step < end; step++)
            {
                await _channel.Writer.WriteAsync(sampler.Draw(step), _stop.Token);
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
