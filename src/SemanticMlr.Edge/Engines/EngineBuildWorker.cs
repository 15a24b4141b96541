using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Engines;

/// <summary>Builds the engine that the best provider still needs, on a thread of its own, while another provider serves; then changes over between two batches.</summary>
/// <remarks>A failure leaves what serves in its place, and is said in <c>state</c>, in <c>health</c> and in the log; where providers must not fail, it ends the agent.</remarks>
internal sealed class EngineBuildWorker(
    Lazy<ModelStore> models,
    Lazy<ModelLoader> loader,
    Lazy<LabelUpdates> updates,
    AgentStatePublisher publisher,
    EngineMetrics metrics,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<EngineBuildWorker> logger) : BackgroundService
{
    /// <summary>The time between two messages that say how long it has been building.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
        {
            await started.Task.WaitAsync(stoppingToken);
        }

        if (models.Value.Pending is { } provider)
        {
            await BuildAsync(provider, stoppingToken);
        }
    }

    private async Task BuildAsync(ExecutionProvider provider, CancellationToken stoppingToken)
    {
        logger.BuildBegins(provider, models.Value.Current.Provider.Active);
        metrics.Begin();
        var build = Begin(provider);
        try
        {
            while (!build.IsCompleted)
            {
                publisher.Building(new BuildReport(LabelReports.Word(provider), Seconds()));
                await Task.WhenAny(build, Task.Delay(Interval, time, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
            }

            ChangeOver(provider, await build);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // TensorRT cannot be told to stop.
            logger.BuildAbandoned(provider);
            _ = build.ContinueWith(static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
        catch (Exception exception) when (exception is ExecutionProviderException or IOException or InvalidDataException)
        {
            GiveUp(provider, exception);
            if (loader.Value.OnProviderFailure == OnProviderFailure.Fail)
            {
                throw;
            }
        }
        finally
        {
            metrics.End();
        }
    }

    private double Seconds() => Math.Round(metrics.Elapsed?.TotalSeconds ?? 0, 1);

    private void ChangeOver(ExecutionProvider provider, RecognitionModel model)
    {
        var seconds = Seconds();
        try
        {
            updates.Value.Serve(model, Announce);
        }
        catch
        {
            model.Dispose();
            throw;
        }

        metrics.Built.Add();
        logger.BuildDone(provider, seconds);
    }

    private void GiveUp(ExecutionProvider provider, Exception exception)
    {
        var failures = exception is ExecutionProviderException { Failures: var all } ? all : [new Inference.ProviderFailure(provider, exception.Message)];
        models.Value.GiveUp(failures);
        metrics.Failed.Add();
        logger.BuildFailed(provider, Seconds(), models.Value.Current.Provider.Active, string.Join("; ", failures.Select(failure => failure.Reason)));
        updates.Value.Announce(Announce);
    }

    private void Announce(ListInForce list) =>
        publisher.Online(models.Value.Current.Bundle.Identity, ProviderReports.Of(models.Value), LabelReports.Of(list));

    private Task<RecognitionModel> Begin(ExecutionProvider provider)
    {
        var done = new TaskCompletionSource<RecognitionModel>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(Build) { IsBackground = true, Name = "engine build" }.Start();
        return done.Task;

        void Build()
        {
            try
            {
                done.SetResult(loader.Value.Build(provider));
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }
    }
}
