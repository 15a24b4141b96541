using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Inference;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Takes the newest frames of all cameras, batch by batch, and recognises them.</summary>
internal sealed class RecognitionWorker(
    CameraSet cameras,
    Lazy<ModelStore> models,
    Lazy<SnapshotStore> snapshots,
    IEnumerable<IRecognitionListener> listeners,
    PipelineMetrics metrics,
    PipelineActivity activity,
    IOptions<RecognitionOptions> options,
    TimeProvider time,
    ILogger<RecognitionWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (served, current) = (models.Value, snapshots.Value);
        logger.RecognitionStarted(served.Current.Bundle.Identity, current.Current.Head, current.Current.Table.Count);
        foreach (var remark in current.Current.Remarks)
        {
            logger.CalibrationRemark(remark);
        }

        var turns = new CameraTurns(cameras);
        using var first = Buffer(turns);
        BatchBuffer? second = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                // A model that takes over may run on another device.
                if (IsAhead)
                {
                    await RunAheadAsync(first, second ??= Buffer(turns), stoppingToken);
                }
                else
                {
                    await RunInTurnAsync(first, stoppingToken);
                }
            }
        }
        finally
        {
            second?.Dispose();
        }
    }

    private bool IsAhead => options.Value.PrepareAhead == PrepareAhead.Always
        || (options.Value.PrepareAhead == PrepareAhead.OnGpu && models.Value.Current.Provider.Active != ExecutionProvider.Cpu);

    private BatchBuffer Buffer(CameraTurns turns) => new(
        new BatchAssembler(turns, options.Value.MaxBatch),
        new BatchRunner(models.Value, snapshots.Value, listeners, metrics, time, options.Value));

    private async Task RunInTurnAsync(BatchBuffer buffer, CancellationToken stoppingToken)
    {
        while (!IsAhead && await TryTakeAsync(buffer.Assembler, stoppingToken))
        {
            buffer.Prepare();
            Run(buffer);
        }
    }

    /// <summary>One buffer is filled while the other runs.</summary>
    private async Task RunAheadAsync(BatchBuffer next, BatchBuffer running, CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var run = Task.CompletedTask;
        try
        {
            while (IsAhead && await TryTakeAsync(next.Assembler, stopping.Token))
            {
                next.Prepare();
                await run;
                (next, running) = (running, next);
                run = Task.Run(() => RunOrStop(running, stopping), CancellationToken.None);
            }
        }
        finally
        {
            await run; // a fault of the last batch is this worker's
        }
    }

    private void RunOrStop(BatchBuffer buffer, CancellationTokenSource stopping)
    {
        try
        {
            Run(buffer);
        }
        catch
        {
            stopping.Cancel(); // no frame may come to wake the one who waits
            throw;
        }
    }

    private void Run(BatchBuffer buffer)
    {
        activity.Begin();
        buffer.Run();
        activity.End();
    }

    /// <summary>Takes frames until the batch is full or no other camera is due to add to it; false at the stop.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // awaited once a frame
    private async ValueTask<bool> TryTakeAsync(BatchAssembler assembler, CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await cameras.WaitForFrameAsync(stoppingToken);
                assembler.Take();
                if (assembler.Frames.Count > 0)
                {
                    await FillAsync(assembler, stoppingToken);
                    return true;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        return false;
    }

    /// <summary>Waits for the frames that are due in a moment, so that they share the run. A camera that is slow or hangs is never waited for.</summary>
    private async Task FillAsync(BatchAssembler assembler, CancellationToken stoppingToken)
    {
        var (begun, wait) = (time.GetTimestamp(), options.Value.MaxWait);
        while (wait > TimeSpan.Zero && assembler.MayGrowWithin(wait))
        {
            var before = assembler.Frames.Count;
            if (await HasFrameWithinAsync(wait, stoppingToken))
            {
                assembler.Take();
            }

            if (assembler.Frames.Count == before)
            {
                return; // in vain, or only cameras that gave their frame already have another one
            }

            wait = options.Value.MaxWait - time.GetElapsedTime(begun);
        }
    }

    private async Task<bool> HasFrameWithinAsync(TimeSpan wait, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            await cameras.WaitForFrameAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
