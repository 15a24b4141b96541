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

    /// <summary>The pause is one of the whole process; runs side by side renew and end each other's.</summary>
    private static readonly Lock Gate = new();

    /// <summary>Lets the collector run, then holds it off again. Call it between steps, where no native call is under way.</summary>
    public static void Renew()
    {
        lock (Gate)
        {
            End();
            GC.TryStartNoGCRegion(BudgetBytes);
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            End();
        }
    }

    private static void End()
    {
        if (GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
        {
            return;
        }

        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // More was allocated than the budget since the look at the mode, which has ended the pause.
        }
    }
}
