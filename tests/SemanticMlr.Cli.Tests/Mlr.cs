using System.Diagnostics;
using System.Text.Json;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests;

/// <summary>Runs <c>mlr</c> as people and scripts do.</summary>
internal sealed record Mlr(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The one line of JSON on stdout; anything else there fails the test.</summary>
    public JsonElement Json => JsonDocument.Parse(Assert.Single(Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;

    public static async Task<Mlr> Run(params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Repository.PathOf("artifacts", "bin", "SemanticMlr.Cli", configuration, "mlr.dll");
        using var process = new Process { StartInfo = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true } };
        foreach (var argument in (string[])[program, .. arguments])
        {
            process.StartInfo.ArgumentList.Add(argument);
        }

        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"mlr {string.Join(' ', arguments)} did not end within {Limit}.");
        }

        return new Mlr(process.ExitCode, await output, await errors);
    }

    /// <summary>Fails the test with what mlr said, unless the exit code is the one expected.</summary>
    public Mlr Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\nstdout: {Output}\nstderr: {Errors}");
        return this;
    }
}
