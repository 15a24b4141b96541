using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Doctor_WithoutAConfiguration_LooksAtWhatNeedsNone()
    {
        var run = await Mlr.Run("doctor", "--json");

        var findings = run.Expect(0).Json.EnumerateArray().ToDictionary(finding => finding.GetProperty("subject").GetString()!, finding => finding.GetProperty("verdict").GetString());
        Assert.Equal("ok", findings["bundle"]);
        Assert.Equal("ok", findings["provider Cpu"]);
        Assert.Contains("clock", findings.Keys);
        Assert.Contains("ffmpeg", findings.Keys);
        Assert.DoesNotContain(findings.Keys, subject => subject.StartsWith("broker", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_WithAFileThatIsNotThere_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("none.json");

        Assert.Contains($"FAULT    configuration: {file}: no such file.", (await Mlr.Run("doctor", "--config", file)).Expect(1).Output, StringComparison.Ordinal);
    }
}
