namespace SemanticMlr.Cli.Bench;

/// <summary>Measures an agent with ever more cameras: throughput, fairness, ages and drops, and what a slow camera costs the others.</summary>
/// <param name="settings">Bundle, regions, rounds and seconds.</param>
/// <param name="cameras">The cameras.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told of each measurement.</param>
internal sealed class CamerasBench(BenchSettings settings, CamerasSettings cameras, TimeProvider time, TextWriter progress) : IDisposable
{
    private readonly List<FrameFeeder> _feeders = [];

    /// <exception cref="InvalidOperationException">A camera gave no frame.</exception>
    public async Task<CamerasReport> RunAsync(CancellationToken cancellationToken)
    {
        var (points, bundle, provider) = (new List<CamerasPoint>(), "", "");
        foreach (var count in cameras.Cameras)
        {
            var (free, slowed) = (new List<CamerasSample>(), new List<CamerasSample>());
            for (var round = 1; round <= settings.Rounds; round++)
            {
                await progress.WriteLineAsync($"mlr bench cameras: {count} of {cameras.Source.ToString().ToLowerInvariant()}, round {round} of {settings.Rounds}");
                foreach (var isSlowed in cameras.Slow == SlowCamera.None ? [false] : (bool[])[false, true])
                {
                    var frames = new CameraFrames(time);
                    await using var agent = await BenchAgent.StartAsync(settings, BenchCameras.Create(cameras, count, isSlowed), frames, cancellationToken);
                    (bundle, provider) = (agent.Model.Bundle.Identity, agent.Model.Provider.Active.ToString());
                    (isSlowed ? slowed : free).Add(await MeasureAsync(agent, frames, count, isSlowed, cancellationToken));
                }
            }

            points.Add(CamerasPoint.Of(free, slowed));
        }

        return new CamerasReport(
            bundle, provider, Environment.ProcessorCount, cameras.Source.ToString().ToLowerInvariant(), cameras.Rate, settings.Regions,
            cameras.Slow.ToString().ToLowerInvariant(), points);
    }

    public void Dispose() => _feeders.ForEach(feeder => feeder.Dispose());

    private async Task<CamerasSample> MeasureAsync(BenchAgent agent, CameraFrames frames, int count, bool isSlowed, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = cameras.Source == CameraSourceKind.Memory ? FeedAsync(agent, count, stop.Token) : Task.CompletedTask;
        CamerasSample sample;
        try
        {
            sample = await new CamerasMeasurement(agent, frames, count, time).RunAsync(settings.Seconds, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await feeding;
        }

        if (!cameras.IsSaturated || isSlowed)
        {
            return sample;
        }

        await WaitForIdleAsync(agent, cancellationToken); // the sessions are used again, and by nobody else
        using var loop = new BareLoop(agent.Model, agent.Snapshot, agent.Camera, _feeders[0].Frames[0], time, sample.Runs.Keys.Max());
        return sample with { BareFps = loop.Run(settings.Seconds, sample.Runs) };
    }

    /// <summary>Waits until every frame that a camera was given, and that no newer one replaced, is recognised.</summary>
    private async Task WaitForIdleAsync(BenchAgent agent, CancellationToken cancellationToken)
    {
        while (agent.Cameras.Select(camera => camera.Status).Sum(status => status.Grabbed - status.Dropped.GetValueOrDefault("superseded")) > agent.Pipeline.Frames.Value)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken);
        }
    }

    private Task FeedAsync(BenchAgent agent, int count, CancellationToken cancellationToken)
    {
        while (_feeders.Count < count)
        {
            _feeders.Add(new FrameFeeder(FrameFeeder.FewestFrames));
        }

        return Task.WhenAll(_feeders.Take(count).Select((feeder, index) => cameras.Rate > 0
            ? feeder.FeedAsync(agent.Cameras[index], TimeSpan.FromSeconds(1 / cameras.Rate), time, cancellationToken)
            : feeder.FeedAsync(agent.Cameras[index], cancellationToken)));
    }
}
