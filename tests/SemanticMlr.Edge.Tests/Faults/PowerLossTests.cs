using SemanticMlr.Faults.PowerLoss;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Faults;

/// <summary>The short form of the loss of power: every fifth flush of a short recording. The long form is <c>./build.sh soak --faults</c>.</summary>
public sealed class PowerLossTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LossOfPower_TakesNothingWhoseCommitReturned(bool keepsByChance)
    {
        Assert.SkipWhen(await PowerLossRecording.FaultAsync() is not null, "skipped: strace cannot attach");
        using var work = new TemporaryFolder();
        var recording = await PowerLossRecording.MakeAsync(work.Path, rounds: 8);

        var result = await new PowerLossReplay(recording, work.Path, new Random(1), keepsByChance).RunAsync(every: 5);

        TestContext.Current.TestOutputHelper?.WriteLine($"{result}");
        Assert.Empty(result.Faults);
        Assert.Equal((0, 0), (result.Lost, result.RepeatedEpochs));
        Assert.Equal(8 * 106, result.Messages);
        Assert.True(result.Prefixes > 100, $"{result.Prefixes}");
    }

    [Fact]
    public async Task LossOfPower_WithoutTheFlushes_IsSeenToLoseMessages()
    {
        Assert.SkipWhen(await PowerLossRecording.FaultAsync() is not null, "skipped: strace cannot attach");
        using var work = new TemporaryFolder();
        var recording = await PowerLossRecording.MakeAsync(work.Path, rounds: 2);
        var damaged = recording with { Calls = [.. recording.Calls.Where(call => !IsFlushOfLog(call))] };

        var result = await new PowerLossReplay(damaged, work.Path, new Random(1), keepsByChance: false).RunAsync();

        Assert.True(result.Lost > 0, $"{result}");
    }

    private static bool IsFlushOfLog(SystemCall call) =>
        call.Name is "fsync" or "fdatasync" && StraceFile.PathOfDescriptor(call.Arguments[0])!.EndsWith("-wal", StringComparison.Ordinal);
}
