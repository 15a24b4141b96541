using SemanticMlr.Faults.Processes;

namespace SemanticMlr.Faults.PowerLoss;

/// <summary>The system calls of a process that writes a <see cref="MessageSeries"/>.</summary>
/// <param name="Folder">The folder that it wrote to.</param>
/// <param name="Calls">Its calls.</param>
internal sealed record PowerLossRecording(string Folder, IReadOnlyList<SystemCall> Calls)
{
    private const int LongestString = 16 * 1_024 * 1_024;
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5);

    /// <summary>Why nothing can be recorded here, or null where it can.</summary>
    public static async Task<string?> FaultAsync()
    {
        try
        {
            await using var strace = ChildProcess.Start("strace", "-f", "-o", "/dev/null", "true");
            return await strace.WaitAsync(TimeSpan.FromSeconds(20)) == 0 ? null : $"strace cannot attach here: {strace.Log}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "strace is not installed";
        }
    }

    /// <summary>Records a process.</summary>
    /// <param name="work">An empty folder for what it writes and for the recording.</param>
    /// <param name="rounds">Commits of the series.</param>
    /// <param name="verb">What it writes: <c>append</c> messages, or put <c>labels</c> in force.</param>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<PowerLossRecording> MakeAsync(string work, int rounds, string verb = "append")
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, "recorded")).FullName;
        var file = Path.Combine(work, "calls");
        await using var strace = ChildProcess.Start(
            "strace", "-f", "-y", "-xx", "-a", "1", "-s", $"{LongestString}", "--seccomp-bpf", "-e", "signal=none", "-e", $"trace={string.Join(',', StraceFile.Calls.Select(call => $"?{call}"))}",
            "-o", file, "dotnet", SourceTree.Executable("SemanticMlr.Soak", "semantic-mlr-soak.dll"), verb, folder, "--rounds", $"{rounds}");
        if (await strace.WaitAsync(LongestRun) != 0)
        {
            throw new InvalidOperationException($"The process that was to be recorded failed: {strace.Log}");
        }

        var calls = StraceFile.Read(file);
        File.Delete(file); // it holds every byte four times
        return new PowerLossRecording(folder, calls);
    }
}
