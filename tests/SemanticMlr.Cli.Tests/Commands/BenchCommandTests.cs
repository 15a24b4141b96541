using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Cli.Tests.Commands;

/// <summary>The whole agent measured, with the smallest settings: what is told, not how fast it is.</summary>
public sealed class BenchCommandTests : IDisposable
{
    private readonly TinyBundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Fact]
    public async Task WithoutASubcommand_TheAgentIsMeasuredBesideABareLoop()
    {
        var report = (await Mlr.Run("bench", "--bundle", _bundle.Folder, "--rounds", "2", "--seconds", "0.5", "--json")).Expect(0).Json;

        Assert.Equal(("tiny@2", "Cpu", 9), (report.GetProperty("bundle").GetString(), report.GetProperty("provider").GetString(), report.GetProperty("regions").GetInt32()));
        Assert.All(["bareFps", "agentFps", "ratio"], (string name) => Assert.True(report.GetProperty(name).GetProperty("min").GetDouble() > 0, name));
        Assert.All(["preprocess", "encode", "head", "handOver"], (string stage) => Assert.True(report.GetProperty("stages").GetProperty(stage).GetDouble() > 0, stage));
        Assert.True(report.GetProperty("age").GetProperty("p99").GetDouble() >= report.GetProperty("age").GetProperty("p50").GetDouble());
    }

    [Fact]
    public async Task Path_TellsWhatAFrameCostsBesideTheModel()
    {
        var report = (await Mlr.Run(
            "bench", "path", "--bundle", _bundle.Folder, "--rounds", "2", "--seconds", "0.5", "--warm-up", "0.5", "--rate", "20", "--stay", "4", "--regions", "2x2", "--json")).Expect(0).Json;

        Assert.Equal(4, report.GetProperty("regions").GetInt32());
        Assert.True(report.GetProperty("frames").GetInt64() > 0);
        Assert.True(report.GetProperty("bytesPerFrame").GetProperty("min").GetDouble() > 0);
        Assert.InRange(report.GetProperty("resizeCosine").GetProperty("min").GetDouble(), 0.9, 1.0001);
        Assert.Equal(
            report.GetProperty("path").GetDouble(),
            report.GetProperty("resize").GetProperty("p50").GetDouble() + report.GetProperty("handOver").GetProperty("p50").GetDouble(),
            1e-9);
    }

    [Theory]
    [InlineData("path", "--rate", "0")]
    [InlineData("path", "--simulate", "moon")]
    [InlineData("--rounds", "0")]
    public async Task AValueThatCannotBe_IsRefused(params string[] arguments) => (await Mlr.Run(["bench", .. arguments])).Expect(2);
}
