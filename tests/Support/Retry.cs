using System.Diagnostics;

namespace SemanticMlr.TestSupport;

/// <summary>Waits on conditions instead of the clock.</summary>
internal static class Retry
{
    /// <summary>Returns once the condition holds; fails the test with the reason when it does not within the time (30 s by default).</summary>
    public static async Task Until(string reason, Func<bool> condition, TimeSpan? limit = null) =>
        await Until(reason, () => Task.FromResult(condition()), limit);

    /// <inheritdoc cref="Until(string, Func{bool}, TimeSpan?)"/>
    public static async Task Until(string reason, Func<Task<bool>> condition, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < (limit ?? TimeSpan.FromSeconds(30)), $"Waited {watch.Elapsed.TotalSeconds:F1} s in vain: {reason}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
