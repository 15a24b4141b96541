using System.Text.Json;

namespace SemanticMlr.Cli.Tests;

/// <summary>What one call of <c>mlr</c> gave.</summary>
internal sealed record Mlr(int ExitCode, string Output, string Errors)
{
    /// <summary>The one line of JSON on stdout; anything else there fails the test.</summary>
    public JsonElement Json => JsonDocument.Parse(Assert.Single(Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;

    public static async Task<Mlr> Run(params string[] arguments)
    {
        var (exitCode, output, errors) = await MlrProcess.Run(arguments);
        return new Mlr(exitCode, output, errors);
    }

    /// <summary>Fails the test with what mlr said, unless the exit code is the one expected.</summary>
    public Mlr Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\nstdout: {Output}\nstderr: {Errors}");
        return this;
    }
}
