using System.Diagnostics;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests;

/// <summary>Runs <c>mlr</c> as people and scripts do.</summary>
internal static class MlrProcess
{
    /// <summary>Exit code and both outputs of one call.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(FolderOfMlr(), "mlr"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Beside the folder of these tests: artifacts/bin/PROJECT/CONFIGURATION.</summary>
    private static string FolderOfMlr()
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Repository.PathOf("artifacts", "bin", "SemanticMlr.Cli", configuration);
    }
}
