using Microsoft.Extensions.Hosting;
using SemanticMlr.Inference;

namespace SemanticMlr.Edge.Supervision;

/// <summary>Hands what native libraries freed back to the system, once a minute.</summary>
/// <remarks>
/// Faults and reconnections need native memory on ever other threads. The runtime's own threads have heaps before any bound on their number can be set, and
/// each of these keeps its holes: over an hour of faults that came to half of what all of them held.
/// </remarks>
internal sealed class NativeHeapWorker(TimeProvider time) : BackgroundService
{
    /// <summary>Between two times; each takes a few milliseconds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            NativeHeap.GiveBack();
        }
    }
}
