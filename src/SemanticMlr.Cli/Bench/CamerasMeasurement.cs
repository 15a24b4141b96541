using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Cli.Bench;

/// <summary>Counts what the first cameras of a running agent give over a while.</summary>
internal sealed class CamerasMeasurement(BenchAgent agent, CameraFrames frames, int count, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Camera[] _cameras = [.. agent.Cameras.Take(count)];

    /// <summary>Begins once every camera of the agent has given a frame.</summary>
    /// <exception cref="InvalidOperationException">A camera gave none; the message names it and its fault.</exception>
    public async Task<CamerasSample> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        foreach (var camera in agent.Cameras)
        {
            await WaitForFrameAsync(camera, cancellationToken);
        }

        await Task.Delay(duration / 4, time, cancellationToken);
        frames.Take();
        var (start, dropped, runs) = (time.GetTimestamp(), Dropped(), agent.Pipeline.Runs.Read());
        await Task.Delay(duration, time, cancellationToken);
        var (ages, seconds) = (frames.Take(), time.GetElapsedTime(start).TotalSeconds);
        double[][] taken = [.. _cameras.Select(camera => ages.TryGetValue(camera.Name, out var own) ? own : [])];
        if (taken.All(own => own.Length == 0))
        {
            throw new InvalidOperationException($"No frame of {Describe(_cameras[0])} was recognised in {seconds:0.#} s; take more --seconds.");
        }

        return new CamerasSample(
            [.. taken.Select(own => own.Length / seconds)], [.. taken.SelectMany(own => own)], Difference(Dropped(), dropped), Difference(agent.Pipeline.Runs.Read(), runs), BareFps: null);
    }

    private async Task WaitForFrameAsync(Camera camera, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!frames.HasFrameOf(camera.Name))
        {
            if (time.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"{Describe(camera)} gave no frame within {Patience.TotalSeconds:0} s.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), time, cancellationToken);
        }
    }

    private static string Describe(Camera camera) => camera.Status.LastFault is { } fault ? $"camera {camera.Name} ({fault.TrimEnd('.')})" : $"camera {camera.Name}";

    private Dictionary<string, long> Dropped() => _cameras
        .SelectMany(camera => camera.Status.Dropped)
        .GroupBy(pair => pair.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal);

    private static Dictionary<TKey, long> Difference<TKey>(IReadOnlyDictionary<TKey, long> after, IReadOnlyDictionary<TKey, long> before)
        where TKey : notnull => after
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value - (before.TryGetValue(pair.Key, out var count) ? count : 0)))
        .Where(pair => pair.Value > 0)
        .ToDictionary();
}
