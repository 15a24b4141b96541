using System.Globalization;
using System.Text;
using SemanticMlr.Faults.PowerLoss;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Labels;

/// <summary>The power taken away before every system call of a process that puts lists in force.</summary>
public sealed class LabelStorePowerLossTests
{
    [Fact]
    public async Task LossOfPower_LeavesTheOldListOrTheNewOne_AtEveryCall()
    {
        Assert.SkipWhen(await PowerLossRecording.FaultAsync() is not null, "skipped: strace cannot attach");
        using var work = new TemporaryFolder();
        const int Rounds = 25; // more than are kept, so that files are removed too
        var recording = await PowerLossRecording.MakeAsync(work.Path, Rounds, "labels");
        var disk = new RecordedDisk(recording.Folder);
        var promises = Path.Combine(recording.Folder, LabelSeries.PromisesFile);
        var random = new Random(1);
        var (promised, steps, starts) = (0, -1, 0);
        foreach (var call in recording.Calls)
        {
            if (call.Name is "write" or "pwrite64" && StraceFile.PathOfDescriptor(call.Arguments[0]) == promises)
            {
                if (call.Begins)
                {
                    promised = int.Parse(Encoding.UTF8.GetString(StraceFile.Bytes(call.Arguments[1])), CultureInfo.InvariantCulture);
                }

                continue;
            }

            disk.Follow(call);
            if (disk.Steps != steps)
            {
                steps = disk.Steps;
                foreach (var isKept in new Func<bool>[] { () => false, () => random.Next(2) == 0, () => true })
                {
                    var found = ReadAfterLoss(disk, work, isKept);
                    Assert.True(found == promised || found == promised + 1, $"after call {steps} version {found} is in force, promised was {promised}");
                    starts++;
                }
            }
        }

        Assert.Equal(Rounds, promised);
        Assert.True(starts > Rounds * 10, $"{starts}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{starts} starts after {steps} steps");
    }

    private static int ReadAfterLoss(RecordedDisk disk, TemporaryFolder work, Func<bool> isKept)
    {
        var state = Directory.CreateDirectory(work.File("rebuilt")).FullName;
        disk.WriteTo(LabelSeries.StateFolder, state, isKept);
        try
        {
            return LabelSeries.Read(state);
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }
}
