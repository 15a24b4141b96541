using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Labels;
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
        var settings = options.Value;
        var (opened, current) = (model.Value, snapshots.Value);
        using var runner = new BatchRunner(opened, current, listeners, metrics, time, settings.MaxBatch);
        var assembler = new BatchAssembler(cameras, settings.MaxBatch);
        logger.RecognitionStarted(opened.Bundle.Identity, current.Current.Head, current.Current.Table.Count);
        foreach (var remark in current.Current.Remarks)
        {
            logger.CalibrationRemark(remark);
        }

        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await cameras.WaitForFrameAsync(stoppingToken);
                assembler.Take();
                if (assembler.HasRoom && assembler.Frames.Count > 0 && settings.MaxWait > TimeSpan.Zero && OthersAreOnline(assembler))
                {
                    await FillAsync(assembler, settings.MaxWait, stoppingToken);
                }

                if (assembler.Frames.Count > 0)
                {
                    activity.Begin();
                    runner.Run(assembler.Frames);
                    activity.End();
                    assembler.Clear();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            assembler.Clear();
        }
    }

    private bool OthersAreOnline(BatchAssembler assembler)
    {
        var online = 0;
        for (var index = 0; index < cameras.Cameras.Count; index++)
        {
            online += cameras.Cameras[index].IsOnline ? 1 : 0;
        }

        return online > assembler.Frames.Count;
    }

    private async Task FillAsync(BatchAssembler assembler, TimeSpan wait, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            while (assembler.HasRoom && OthersAreOnline(assembler))
            {
                await cameras.WaitForFrameAsync(either.Token);
                var before = assembler.Frames.Count;
                assembler.Take();
                if (assembler.Frames.Count == before)
                {
                    return; // only cameras that gave their frame already have another one
                }
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
        }
    }
}
