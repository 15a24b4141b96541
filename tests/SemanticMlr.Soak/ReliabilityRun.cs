using System.Globalization;
using SemanticMlr.Faults.PowerLoss;
using SemanticMlr.Faults.Processes;

namespace SemanticMlr.Soak;

/// <summary>The long form: losses of power first, then faults around running agents.</summary>
internal static class ReliabilityRun
{
    private const int Rounds = 60; // enough for SQLite to begin its log anew twice

    /// <summary>Runs everything.</summary>
    /// <param name="hours">How long faults are made.</param>
    /// <param name="seed">What they are drawn from.</param>
    /// <param name="logs">Where the agents' logs are kept; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the faults early; what was taken on by then is still waited for.</param>
    public static async Task<ReliabilityResult> MakeAsync(double hours, int seed, DirectoryInfo? logs, CancellationToken cancellationToken)
    {
        var (powerLoss, byChance, skipped) = await TakePowerAwayAsync(seed);
        await using var soak = await FaultSoak.StartAsync(seed, logs);
        var faults = await soak.RunAsync(TimeSpan.FromHours(hours), cancellationToken);
        var command = string.Create(CultureInfo.InvariantCulture, $"./build.sh soak --hours {hours} --faults{(seed == 1 ? "" : $" --seed {seed}")}");
        return new ReliabilityResult(await CommitAsync(), command, faults, powerLoss, byChance, skipped);
    }

    private static async Task<(PowerLossResult? Strict, PowerLossResult? ByChance, string? Skipped)> TakePowerAwayAsync(int seed)
    {
        if (await PowerLossRecording.FaultAsync() is { } fault)
        {
            await Console.Error.WriteLineAsync($"soak: no losses of power: {fault}");
            return (null, null, fault);
        }

        var work = Directory.CreateTempSubdirectory("semanticmlr-powerloss-");
        try
        {
            await Console.Error.WriteLineAsync("soak: recording the outbox's system calls");
            var recording = await PowerLossRecording.MakeAsync(work.FullName, Rounds);
            var strict = await ReplayAsync(keepsByChance: false);
            return (strict, await ReplayAsync(keepsByChance: true), null);

            async Task<PowerLossResult> ReplayAsync(bool keepsByChance)
            {
                var replay = new PowerLossReplay(recording, work.FullName, new Random(seed), keepsByChance);
                var said = 0.0;
                var result = await replay.RunAsync(progress: share =>
                {
                    if (share >= said + 0.2)
                    {
                        said = share;
                        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"soak: loss of power{(keepsByChance ? " by chance" : "")}: {share:P0} of the moments"));
                    }
                });
                await Console.Error.WriteLineAsync($"soak: loss of power at {result.Prefixes} moments, {result.Starts} starts, {result.Lost} messages lost");
                return result;
            }
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task<string> CommitAsync()
    {
        await using var git = ChildProcess.Start("git", "-C", SourceTree.Root, "describe", "--always", "--dirty", "--abbrev=12");
        return await git.WaitAsync(TimeSpan.FromSeconds(10)) == 0 ? git.Log.Trim() : "unknown";
    }
}
