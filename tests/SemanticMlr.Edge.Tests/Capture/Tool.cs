using System.Diagnostics;

namespace SemanticMlr.Edge.Tests.Capture;

/// <summary>Runs the tools that make test pictures, and looks at processes.</summary>
internal static class Tool
{
    /// <summary>Makes a short video with ffmpeg's test picture.</summary>
    public static async Task<string> VideoAsync(string path, string size = "320x240", int rate = 20, double seconds = 1)
    {
        await RunAsync("ffmpeg", "-y", "-loglevel", "error", "-f", "lavfi", "-i", FormattableString.Invariant($"testsrc=size={size}:rate={rate}:duration={seconds}"), "-pix_fmt", "yuv420p", path);
        return path;
    }

    public static async Task RunAsync(string executable, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(executable, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{executable}: {errors}");
    }

    /// <summary>The processes whose command line holds a text.</summary>
    public static int[] ProcessesWith(string text) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Where(name => CommandLineOf(name!).Contains(text, StringComparison.Ordinal))
            .Select(name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    /// <summary>The parent of a process, or 0 when it has ended.</summary>
    public static int ParentOf(int process)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{process}/stat"); // pid (name) state parent
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
