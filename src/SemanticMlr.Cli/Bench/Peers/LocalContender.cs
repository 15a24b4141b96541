using System.Diagnostics;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>A contender inside this process.</summary>
/// <param name="name">What tables call it.</param>
/// <param name="version">Versions of what it runs on.</param>
/// <param name="frames">How many frames there are.</param>
internal abstract class LocalContender(string name, string version, int frames) : IContender
{
    private const int FewestFrames = 3;

    public string Name => name;

    public string Version => version;

    public Task<PeerTimes> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        Process(0);
        var (total, session) = (new List<double>(), new List<double>());
        var begin = Stopwatch.GetTimestamp();
        while (total.Count < FewestFrames || Stopwatch.GetElapsedTime(begin) < duration)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var inside = Process(total.Count % frames);
            total.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            session.Add(inside.TotalMilliseconds);
        }

        return Task.FromResult(new PeerTimes(total, session));
    }

    public Task<float[]> GlobalAsync(int frame, CancellationToken cancellationToken)
    {
        Process(frame);
        return Task.FromResult(Global());
    }

    public Task<float[]?> GlobalOfSquareAsync(int frame, CancellationToken cancellationToken) => Task.FromResult<float[]?>(null);

    public ValueTask DisposeAsync()
    {
        Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes a frame to its embeddings and says how long the runtime's own call took.</summary>
    protected abstract TimeSpan Process(int frame);

    /// <summary>The global embedding of the last frame.</summary>
    protected abstract float[] Global();

    protected abstract void Dispose();
}
