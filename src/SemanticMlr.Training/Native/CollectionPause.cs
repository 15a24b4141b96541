using System.Runtime;

namespace SemanticMlr.Training.Native;

/// <summary>Holds the garbage collector off while tensors are computed, and lets it run in between.</summary>
/// <remarks>
/// TorchSharp 0.107 passes numbers to the native side as objects with a finaliser and does not keep them alive during the call. A collection at
/// that moment frees a number in use: a step then fails with "alpha must not be a floating point number", or computes with another number.
/// </remarks>
internal sealed class CollectionPause : IDisposable
{
    private const long BudgetBytes = 200L << 20;

    /// <summary>Lets the collector run, then holds it off again. Call it between steps, where no native call is under way.</summary>
    public void Renew()
    {
        Dispose();
        GC.TryStartNoGCRegion(BudgetBytes);
    }

    public void Dispose()
    {
        // The region ends by itself where more was allocated than its budget.
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }
    }
}
