using System.Diagnostics;
using System.Globalization;
using System.Text;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests;

/// <summary>Runs <c>mlr</c> as people and scripts do.</summary>
internal static class MlrProcess
{
    /// <summary>Exit code and both outputs of one call.</summary>
    public static Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments) => RunWith([], arguments);

    /// <summary>As <see cref="Run"/>, with environment variables.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunWith(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(FolderOfMlr(), "mlr"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>As <see cref="Run"/>, but sends a signal, as <c>INT</c> (Ctrl-C), once stderr has a line that begins with a text.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunUntil(string begin, string signal, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(FolderOfMlr(), "mlr"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = new StringBuilder();
        var interrupted = false;
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            error.AppendLine(line);
            if (!interrupted && line.StartsWith(begin, StringComparison.Ordinal))
            {
                interrupted = true;
                using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, error.ToString());
    }

    /// <summary>Beside the folder of these tests: artifacts/bin/PROJECT/CONFIGURATION.</summary>
    private static string FolderOfMlr()
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Repository.PathOf("artifacts", "bin", "SemanticMlr.Cli", configuration);
    }
}
