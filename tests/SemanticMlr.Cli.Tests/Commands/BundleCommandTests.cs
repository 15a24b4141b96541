using System.Text.Json;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class BundleCommandTests : IDisposable
{
    private readonly TinyBundle _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Verify_OfASoundBundle_SaysWhatWasProved()
    {
        var (exitCode, output, _) = await MlrProcess.Run("bundle", "verify", _files.Folder, "--json");

        Assert.Equal(0, exitCode);
        var verdict = OneLine(output);
        Assert.True(verdict.GetProperty("ok").GetBoolean());
        Assert.Equal("tiny@2", verdict.GetProperty("bundle").GetString());
        Assert.Equal("Cpu", verdict.GetProperty("provider").GetString());
        Assert.InRange(verdict.GetProperty("maxRelativeDifference").GetDouble(), 0, 1e-4);
    }

    [Fact]
    public async Task Verify_OfABrokenBundle_FailsAndNamesTheFile()
    {
        _files.WriteFile("clip.onnx", [1, 2, 3]);

        var (exitCode, output, _) = await MlrProcess.Run("bundle", "verify", _files.Folder, "--json");
        Assert.Equal(1, exitCode);
        Assert.Contains("clip.onnx: the SHA-256 of its 3 bytes is", OneLine(output).GetProperty("fault").GetString(), StringComparison.Ordinal);

        var (textExitCode, text, _) = await MlrProcess.Run("bundle", "verify", _files.Folder);
        Assert.Equal(1, textExitCode);
        Assert.Contains("FAILED", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfABundleWhoseExplainGraphExplainsNothing_Fails()
    {
        _files.Replace("mkt-explain.onnx", TinyGraphs.Mkt());

        var (exitCode, output, _) = await MlrProcess.Run("bundle", "verify", _files.Folder, "--json");

        Assert.Equal(1, exitCode);
        Assert.Contains("\"relevance\" is missing", OneLine(output).GetProperty("fault").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OnAProviderThatIsNotThere_Fails()
    {
        var (exitCode, output, _) = await MlrProcess.Run("bundle", "verify", _files.Folder, "--provider", "cuda", "--json");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Cuda: ", OneLine(output).GetProperty("fault").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_DescribesABundle()
    {
        var (exitCode, output, _) = await MlrProcess.Run("bundle", "info", _files.Folder, "--json");
        Assert.Equal(0, exitCode);
        var description = OneLine(output);
        Assert.Equal(["open", "short", "spur"], description.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(8, description.GetProperty("dimension").GetInt32());

        var (textExitCode, text, _) = await MlrProcess.Run("bundle", "info", _files.Folder);
        Assert.Equal(0, textExitCode);
        Assert.Contains("tiny@2", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bundle")]
    [InlineData("bundle info")]
    [InlineData("bundle info /nowhere --json")]
    [InlineData("bundle verify /nowhere --json")]
    [InlineData("bundle verify . --provider abacus")]
    [InlineData("bundel")]
    public async Task WrongUsage_GivesExitCodeTwo_AndNothingOnStdout(string arguments)
    {
        var (exitCode, output, error) = await MlrProcess.Run(arguments.Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.NotEmpty(error);
    }

    private static JsonElement OneLine(string output)
    {
        Assert.Equal(output.Length - 1, output.IndexOf('\n', StringComparison.Ordinal));
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}
