using SemanticMlr.Edge.Capture;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Bench;

/// <summary>Measures the agent against a bare loop over the same sessions, in one run.</summary>
internal sealed class BenchRun(BenchSettings settings, TimeProvider time, TextWriter progress)
{
    /// <summary>Runs all parts in turn.</summary>
    public async Task<BenchReport> RunAsync(CancellationToken cancellationToken)
    {
        using var feeder = new FrameFeeder();
        var (bare, agent, bytes) = (new List<double>(), new List<double>(), new List<double>());
        string bundle, provider;
        int regions;
        StageReport stages;
        await using (var host = await BenchAgent.StartAsync(settings, source: null, FramePace.Realtime, cancellationToken))
        {
            using var loop = new BareLoop(host.Model, host.Snapshot, host.Camera, feeder.Frames[0], time);
            (bundle, provider, regions) = (host.Model.Bundle.Identity, host.Model.Provider.Active.ToString(), loop.Regions);
            loop.Run(settings.Seconds / 4);
            await FeedAsync(host, feeder, settings.Seconds / 4, cancellationToken);
            for (var round = 1; round <= settings.Rounds; round++)
            {
                await progress.WriteLineAsync($"mlr bench: round {round} of {settings.Rounds}");
                bare.Add(loop.Run(settings.Seconds));
                var (fps, bytesPerFrame) = await FeedAsync(host, feeder, settings.Seconds, cancellationToken);
                agent.Add(fps);
                bytes.Add(bytesPerFrame);
            }

            stages = StageReport.Of(host.Pipeline, Spread.Of(agent).Median);
        }

        var video = await VideoAsync(feeder, cancellationToken);
        var age = await AgeAsync(cancellationToken);
        var bareFps = Spread.Of(bare);
        return new BenchReport(
            bundle, provider, Environment.ProcessorCount, regions, bareFps, Spread.Of(agent),
            Spread.Of(agent.Zip(bare, (ours, theirs) => ours / theirs)), stages, video, video / bareFps.Median, age, Spread.Of(bytes).Median);
    }

    private async Task<(double Fps, double BytesPerFrame)> FeedAsync(
        BenchAgent host, FrameFeeder feeder, TimeSpan duration, CancellationToken cancellationToken)
    {
        var result = await feeder.MeasureAsync(host, duration, time, cancellationToken);
        await Task.Delay(settings.Seconds / 10, time, cancellationToken); // the frame that is under way ends before the sessions are used again
        return result;
    }

    private async Task<double?> VideoAsync(FrameFeeder feeder, CancellationToken cancellationToken)
    {
        await progress.WriteLineAsync("mlr bench: video");
        var folder = Directory.CreateTempSubdirectory("semanticmlr-bench-");
        try
        {
            var path = settings.Video ?? Path.Combine(folder.FullName, "boards.mp4");
            if (settings.Video is null && !await TryWriteVideoAsync(path, feeder, cancellationToken))
            {
                return null;
            }

            await using var host = await BenchAgent.StartAsync(settings, path, FramePace.Fast, cancellationToken);
            await Task.Delay(settings.Seconds / 2, time, cancellationToken);
            var (start, before) = (time.GetTimestamp(), host.Pipeline.Frames.Value);
            await Task.Delay(2 * settings.Seconds, time, cancellationToken);
            return (host.Pipeline.Frames.Value - before) / time.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<bool> TryWriteVideoAsync(string path, FrameFeeder feeder, CancellationToken cancellationToken)
    {
        try
        {
            await BenchVideo.WriteAsync(path, feeder.Frames, cancellationToken);
            return true;
        }
        catch (InvalidOperationException exception)
        {
            await progress.WriteLineAsync($"mlr bench: no figure for video files: {exception.Message}");
            return false;
        }
    }

    private async Task<AgeReport> AgeAsync(CancellationToken cancellationToken)
    {
        await progress.WriteLineAsync("mlr bench: age at 10 frames a second");
        await using var host = await BenchAgent.StartAsync(settings, "sim:pcb?seed=1000000&rate=10", FramePace.Realtime, cancellationToken);
        await Task.Delay(4 * settings.Seconds, time, cancellationToken);
        var age = host.Messages.Age.Read()!;
        var model = host.Pipeline.Encode.Read()!.P50 + host.Pipeline.Score.Read()!.P50;
        return new AgeReport(age.P50, age.P99, model, age.P50 - model);
    }
}
