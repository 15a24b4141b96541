using System.Runtime;

namespace SemanticMlr.Training.Native;

/// <summary>Holds the garbage collector off while tensors are computed, and lets it run in between.</summary>
/// <remarks>
/// TorchSharp 0.107 passes numbers to the native side as objects with a finaliser and does not keep them alive during the call. A collection at
/// that moment frees a number in use: a step then fails with "alpha must not be a floating point number", or computes with another number.
/// </remarks>
/// <param name="warn">Told once where the collector was not held off, or null.</param>
/// <param name="budget">Bytes that may be allocated before the collector runs all the same; they are set aside at once.</param>
internal sealed class CollectionPause(Action<string>? warn = null, long budget = CollectionPause.DefaultBudget) : IDisposable
{
    /// <summary>Several times what the steps between two renewals allocate.</summary>
    private const long DefaultBudget = 64L << 20;

    private bool _holds;
    private bool _warned;

    /// <summary>Lets the collector run, then holds it off again. Call it between steps, where no native call is under way.</summary>
    public void Renew()
    {
        var held = _holds;
        if (!End() && held)
        {
            Warn($"The garbage collector ran during a step: more than {budget >> 20} MiB were allocated. A number may be wrong; use smaller batches.");
        }

        // .NET 10 (seen with 10.0.12) gives back nothing of what was allocated in a pause where the next one begins at once, although that collects: a run of
        // short steps then grows by gigabytes. A collection of the youngest generation in between, which costs about a millisecond, makes the memory free.
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        _holds = GC.TryStartNoGCRegion(budget);
        if (!_holds)
        {
            Warn($"The garbage collector cannot be held off: {budget >> 20} MiB are not free. A number may be wrong; give the process more memory.");
        }
    }

    public void Dispose() => End();

    /// <summary>Lets the collector run; false where it has done so already.</summary>
    private bool End()
    {
        _holds = false;
        if (GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
        {
            // The region ends by itself where more was allocated than its budget.
            return false;
        }

        try
        {
            GC.EndNoGCRegion();
            return true;
        }
        catch (InvalidOperationException)
        {
            // Another thread allocated more than the budget since the look at the mode, which has ended the pause.
            return false;
        }
    }

    private void Warn(string warning)
    {
        if (!_warned)
        {
            _warned = true;
            warn?.Invoke(warning);
        }
    }
}
