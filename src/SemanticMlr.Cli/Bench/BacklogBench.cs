using SemanticMlr.Edge.Outbox;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Bench;

/// <summary>Measures the frame path of two agents in turn: one drains a backlog to mosquitto, one has none.</summary>
internal sealed class BacklogBench(BenchSettings settings, string folder, int backlog, TimeProvider time, TextWriter progress)
{
    private const string WithBacklog = "with-backlog";

    /// <exception cref="InvalidOperationException">There is no mosquitto, or the backlog ended before the measurement.</exception>
    public async Task<BacklogReport> RunAsync(CancellationToken cancellationToken)
    {
        if (!BenchBroker.IsInstalled)
        {
            throw new InvalidOperationException("mosquitto is not installed; install Debian's package mosquitto.");
        }

        await progress.WriteLineAsync($"mlr bench backlog: storing {backlog} messages");
        await new OutboxBench(folder, Durability.PowerLoss, 0, 0, 0, time, progress).FillAsync(WithBacklog, backlog, cancellationToken);
        await using var broker = await BenchBroker.StartAsync(time, cancellationToken);
        using var feeder = new FrameFeeder();
        var (plain, draining, drained) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= settings.Rounds; round++)
        {
            await progress.WriteLineAsync($"mlr bench backlog: round {round} of {settings.Rounds}");
            plain.Add((await MeasureAsync($"without-{round}", broker.Port, feeder, cancellationToken)).Fps);
            var (fps, perSecond) = await MeasureAsync(WithBacklog, broker.Port, feeder, cancellationToken);
            draining.Add(fps);
            drained.Add(perSecond);
        }

        return new BacklogReport(
            backlog, Environment.ProcessorCount, Spread.Of(plain), Spread.Of(draining), Spread.Of(draining.Zip(plain, (with, without) => with / without)), Spread.Of(drained));
    }

    private async Task<(double Fps, double DrainedPerSecond)> MeasureAsync(string name, int port, FrameFeeder feeder, CancellationToken cancellationToken)
    {
        await using var host = await BenchAgent.StartAsync(settings, Path.Combine(folder, name), port, cancellationToken);
        while (!host.Mqtt.IsConnected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken);
        }

        await feeder.MeasureAsync(host, settings.Seconds / 4, time, cancellationToken);
        var (start, frames, waiting) = (time.GetTimestamp(), host.Pipeline.Frames.Value, host.Outbox.Count);
        var (fps, _) = await feeder.MeasureAsync(host, settings.Seconds, time, cancellationToken);
        var left = host.Outbox.Count;
        if (name == WithBacklog && left < waiting / 10)
        {
            throw new InvalidOperationException("The backlog was all but empty before the measurement ended; take a longer --backlog or fewer --seconds.");
        }

        // A frame's own message comes on top of the backlog and leaves with it.
        return (fps, (waiting - left + host.Pipeline.Frames.Value - frames) / time.GetElapsedTime(start).TotalSeconds);
    }
}
