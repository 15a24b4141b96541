using System.Text.Json.Nodes;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class HeadCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Check_OfTheGoldenVectors_PrintsTheDifferencesAndSucceeds()
    {
        var golden = Repository.Shared("data", "sigrl", "golden.json");
        var json = (await Mlr.Run("head", "check", golden, "--json")).Expect(0).Json;

        Assert.True(json.GetProperty("ok").GetBoolean());
        Assert.Equal(7, json.GetProperty("outputs").GetArrayLength());
        Assert.All(json.GetProperty("outputs").EnumerateArray(), output =>
        {
            Assert.InRange(output.GetProperty("module").GetDouble(), 0, 1e-5);
            Assert.InRange(output.GetProperty("graph").GetDouble(), 0, 1e-4);
        });
        Assert.Contains("correlated", (await Mlr.Run("head", "check", golden)).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfOtherOutputs_Fails()
    {
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Shared("data", "sigrl", "golden.json"), TestContext.Current.CancellationToken))!;
        sample["outputs"]!["score"]![0]![0] = 0.5;
        var path = Path.Combine(_folder.Path, "case.json");
        await File.WriteAllTextAsync(path, sample.ToJsonString(), TestContext.Current.CancellationToken);

        Assert.False((await Mlr.Run("head", "check", path, "--json")).Expect(1).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Check_OfAFaultyFile_SaysWhatIsWrong()
    {
        var path = Path.Combine(_folder.Path, "case.json");
        await File.WriteAllTextAsync(path, """{"mode": "sigrl", "topK": 2, "weights": {}, "inputs": {}, "outputs": {}}""", TestContext.Current.CancellationToken);

        var result = (await Mlr.Run("head", "check", path, "--json")).Expect(2);

        Assert.Empty(result.Output);
        Assert.Contains("weights.W3: is missing", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("head check")]
    [InlineData("head check /nowhere/case.json")]
    [InlineData("head cost --labels 0")]
    [InlineData("head bench --head sigrl--")]
    [InlineData("head bench --rounds -1")]
    public async Task WrongUsage_GivesExitCodeTwo(string arguments)
    {
        var result = (await Mlr.Run(arguments.Split(' '))).Expect(2);

        Assert.Empty(result.Output);
        Assert.NotEmpty(result.Errors);
    }

    [Fact]
    public async Task Cost_AtTheSizesOfAVisionTransformer_IsAHundredthForSigrlPlus()
    {
        var costs = (await Mlr.Run("head", "cost", "--labels", "80", "--patches", "196", "--dimension", "512", "--json")).Expect(0).Json;

        Assert.InRange(costs.GetProperty("sigrl").GetInt64(), 8_200_000_000, 8_500_000_000);
        Assert.True(100 * costs.GetProperty("sigrl+").GetInt64() <= costs.GetProperty("sigrl").GetInt64());
    }

    [Fact]
    public async Task Bench_WithoutRounds_MeasuresTheMemoryOfTheFaithfulHead()
    {
        var report = (await Mlr.Run("head", "bench", "--head", "sigrl", "--labels", "80", "--rounds", "0", "--json")).Expect(0).Json;

        // A single P x C x D tensor would be 32 MB.
        Assert.InRange(report.GetProperty("heads")[0].GetProperty("memoryBytes").GetInt64(), 1, 16 << 20);
    }

    public void Dispose() => _folder.Dispose();
}
