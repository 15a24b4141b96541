using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Takes the newest frames of all cameras, batch by batch, and recognises them.</summary>
internal sealed class RecognitionWorker(
    CameraSet cameras,
    Lazy<RecognitionModel> model,
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
        var (opened, current) = (model.Value, snapshots.Value);
        logger.RecognitionStarted(opened.Bundle.Identity, current.Current.Head, current.Current.Table.Count);
        foreach (var remark in current.Current.Remarks)
        {
            logger.CalibrationRemark(remark);
        }

        var turns = new CameraTurns(cameras);
        using var first = Buffer(opened, current, turns);
        if (options.Value.PrepareAhead == PrepareAhead.Always
            || (options.Value.PrepareAhead == PrepareAhead.OnGpu && opened.Provider.Active != ExecutionProvider.Cpu))
        {
            using var second = Buffer(opened, current, turns);
            await RunAheadAsync(first, second, stoppingToken);
        }
        else
        {
            await RunInTurnAsync(first, stoppingToken);
        }
    }

    private BatchBuffer Buffer(RecognitionModel opened, SnapshotStore current, CameraTurns turns) => new(
        new BatchAssembler(turns, options.Value.MaxBatch),
        new BatchRunner(opened, current, listeners, metrics, time, options.Value.MaxBatch));

    private async Task RunInTurnAsync(BatchBuffer buffer, CancellationToken stoppingToken)
    {
        while (await TryTakeAsync(buffer.Assembler, stoppingToken))
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
            while (await TryTakeAsync(next.Assembler, stopping.Token))
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
