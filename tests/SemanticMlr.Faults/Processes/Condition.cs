using System.Diagnostics;

namespace SemanticMlr.Faults.Processes;

/// <summary>Waits on conditions instead of the clock.</summary>
internal static class Condition
{
    /// <summary>Returns once the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within the time.</exception>
    public static async Task HoldsAsync(string what, Func<Task<bool>> condition, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Waited {watch.Elapsed.TotalSeconds:F1} s in vain: {what}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Returns once the condition holds, or false where it does not within the time.</summary>
    public static async Task<bool> WithinAsync(TimeSpan limit, Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > limit)
            {
                return false;
            }

            await Task.Delay(20);
        }

        return true;
    }
}
