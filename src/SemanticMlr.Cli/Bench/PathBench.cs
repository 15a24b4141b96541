using OpenCvSharp;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Bench;

/// <summary>Runs the agent as it is shipped on a line that stands still between its parts, and counts what a frame costs beside the model.</summary>
/// <param name="settings">Bundle, regions, rounds and their length.</param>
/// <param name="scene">The scene that the pictures show.</param>
/// <param name="rate">Frames a second.</param>
/// <param name="stay">Frames for which a picture stays.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told of each round.</param>
internal sealed class PathBench(BenchSettings settings, string scene, double rate, int stay, TimeProvider time, TextWriter progress)
{
    private const int Pictures = 8;
    private static readonly Size FrameSize = new(1_920, 1_080);

    /// <exception cref="InvalidOperationException">There is no mosquitto: a broker in this process would allocate too.</exception>
    public async Task<PathReport> RunAsync(CancellationToken cancellationToken)
    {
        if (!BenchBroker.IsInstalled)
        {
            throw new InvalidOperationException("mosquitto is not installed; install Debian's package mosquitto.");
        }

        var state = Directory.CreateTempSubdirectory("semanticmlr-bench-");
        try
        {
            await using var broker = await BenchBroker.StartAsync(time, cancellationToken);
            return await MeasureAsync(state.FullName, broker.Port, cancellationToken);
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private async Task<PathReport> MeasureAsync(string state, int port, CancellationToken cancellationToken)
    {
        await using var agent = await BenchAgent.StartAsync(settings, state, port, cancellationToken);
        using var pictures = new FrameFeeder(Pictures, scene, FrameSize);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = pictures.FeedAsync(agent.Camera, TimeSpan.FromSeconds(1 / rate), time, stop.Token, stay);
        await progress.WriteLineAsync($"mlr bench path: warming up for {settings.WarmUp.TotalSeconds:0} s");
        await Task.Delay(settings.WarmUp, time, cancellationToken);
        var (first, replaced, detections, collections) = (agent.Pipeline.Frames.Value, Dropped(agent), agent.Messages.Detections.Value, Collections());
        var (perFrame, perSecond) = (new List<double>(), new List<double>());
        for (var round = 1; round <= settings.Rounds; round++)
        {
            await progress.WriteLineAsync($"mlr bench path: round {round} of {settings.Rounds}");
            var (start, frames, bytes) = (time.GetTimestamp(), agent.Pipeline.Frames.Value, GC.GetTotalAllocatedBytes(precise: true));
            await Task.Delay(settings.Seconds, time, cancellationToken);
            double allocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
            perFrame.Add(allocated / Math.Max(1, agent.Pipeline.Frames.Value - frames));
            perSecond.Add(allocated / time.GetElapsedTime(start).TotalSeconds);
        }

        var pipeline = agent.Pipeline;
        var report = new PathReport(
            agent.Model.Bundle.Identity, agent.Model.Provider.Active.ToString(), Environment.ProcessorCount, agent.Camera.RegionsOf(FrameSize.Width, FrameSize.Height).Count,
            rate, stay, pipeline.Frames.Value - first, Dropped(agent) - replaced, agent.Messages.Detections.Value - detections,
            Spread.Of(perFrame), Spread.Of(perSecond), Collections() - collections,
            pipeline.Preprocess.Read()!, pipeline.HandOver.Read()!, pipeline.Encode.Read()!.P50 + pipeline.Score.Read()!.P50,
            Spread.Of(ResizeAgreement.Of(agent.Model, pictures.Frames)));
        await stop.CancelAsync();
        await feeding;
        return report;
    }

    private static long Dropped(BenchAgent agent) => agent.Camera.Status.Dropped.Values.Sum();

    private static int Collections() => Enumerable.Range(0, GC.MaxGeneration + 1).Sum(GC.CollectionCount);
}
