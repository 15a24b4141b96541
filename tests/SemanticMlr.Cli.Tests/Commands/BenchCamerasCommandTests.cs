using System.Text.Json;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class BenchCamerasCommandTests : IDisposable
{
    private readonly TinyBundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Fact]
    public async Task FramesInMemory_AreComparedWithABareLoop_AndCountsAddUp()
    {
        var result = (await BenchAsync("--cameras", "1,3", "--source", "memory", "--regions", "2x2", "--rounds", "2", "--seconds", "0.5")).Expect(0);

        Assert.Equal("memory", result.Json.GetProperty("source").GetString());
        var points = result.Json.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal([1, 3], points.Select(point => point.GetProperty("cameras").GetInt32()));
        foreach (var point in points)
        {
            AssertAddsUp(point);
            Assert.Empty(point.GetProperty("dropped").EnumerateObject()); // a frame is given when there is room
            Assert.True(point.GetProperty("bareFps").GetProperty("min").GetDouble() > 0);
            Assert.True(point.GetProperty("ratio").GetProperty("min").GetDouble() > 0);
            Assert.InRange(point.GetProperty("regionsPerRun").GetDouble(), 4, 4 * point.GetProperty("cameras").GetInt32());
            Assert.Equal(JsonValueKind.Null, point.GetProperty("slow").ValueKind);
        }

        Assert.Equal(1, points[0].GetProperty("fairness").GetDouble());
    }

    [Theory]
    [InlineData("second")]
    [InlineData("hang")]
    public async Task SimulatedCameras_BesideASlowOne_AreComparedWithThemselves(string slow)
    {
        var result = (await BenchAsync("--cameras", "2", "--rate", "20", "--slow", slow, "--regions", "whole", "--rounds", "1", "--seconds", "1")).Expect(0);

        var point = Assert.Single(result.Json.GetProperty("points").EnumerateArray());
        AssertAddsUp(point);
        Assert.Equal(2, point.GetProperty("cameras").GetInt32());
        Assert.Equal(slow, result.Json.GetProperty("slow").GetString());
        Assert.Equal(JsonValueKind.Null, point.GetProperty("ratio").ValueKind);
        foreach (var figure in (string[])["fps", "ageP50", "ageP95"])
        {
            Assert.True(point.GetProperty("slow").GetProperty(figure).GetProperty("median").GetDouble() > 0);
        }
    }

    [Fact]
    public async Task NetworkCameras_ShareAnAddress()
    {
        using var server = await RtspServer.StartAsync();

        var result = (await BenchAsync("--cameras", "2", "--source", "rtsp", "--rtsp", server.Address, "--regions", "whole", "--rounds", "1", "--seconds", "2")).Expect(0);

        AssertAddsUp(Assert.Single(result.Json.GetProperty("points").EnumerateArray()));
    }

    [Fact]
    public async Task TheOptionOfTheBench_MeasuresOnFramesInMemory()
    {
        var result = (await Mlr.Run("bench", "--bundle", _bundle.Folder, "--cameras", "2", "--rounds", "1", "--seconds", "0.5", "--json")).Expect(0);

        Assert.Equal("memory", result.Json.GetProperty("source").GetString());
        Assert.Equal(2, Assert.Single(result.Json.GetProperty("points").EnumerateArray()).GetProperty("cameras").GetInt32());
    }

    [Fact]
    public async Task WithoutJson_ATableIsPrinted()
    {
        var result = (await Mlr.Run("bench", "cameras", "--bundle", _bundle.Folder, "--cameras", "2", "--source", "memory", "--rounds", "1", "--seconds", "0.5")).Expect(0);

        Assert.Contains("fairness", result.Output, StringComparison.Ordinal);
        Assert.Contains("none", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--cameras expects numbers from 1 to 64", "--cameras", "1,zero")]
    [InlineData("--cameras expects numbers from 1 to 64", "--cameras", "65")]
    [InlineData("--source rtsp needs the address of a camera", "--source", "rtsp")]
    [InlineData("--rtsp is for --source rtsp", "--rtsp", "rtsp://127.0.0.1/cam")]
    [InlineData("--rtsp expects addresses that begin with rtsp://", "--source", "rtsp", "--rtsp", "http://user:password@127.0.0.1/cam")]
    [InlineData("--regions must be whole or rows x columns", "--regions", "half")]
    [InlineData("--seconds must be from 0.5 to 600", "--seconds", "0")]
    public async Task WrongOptions_AreRefused(string expected, params string[] arguments)
    {
        var result = (await BenchAsync(arguments)).Expect(2);

        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("password", result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private Task<Mlr> BenchAsync(params string[] arguments) => Mlr.Run(["bench", "cameras", "--bundle", _bundle.Folder, "--json", .. arguments]);

    private static void AssertAddsUp(JsonElement point)
    {
        var (least, most, count) = (point.GetProperty("leastFps").GetDouble(), point.GetProperty("mostFps").GetDouble(), point.GetProperty("cameras").GetInt32());
        Assert.True(least > 0);
        Assert.Equal(least / most, point.GetProperty("fairness").GetDouble(), 1e-9);
        Assert.InRange(point.GetProperty("fps").GetProperty("max").GetDouble(), least * count - 1e-6, double.MaxValue);
        Assert.InRange(point.GetProperty("fps").GetProperty("min").GetDouble(), 0, most * count + 1e-6);
        var age = point.GetProperty("age");
        Assert.InRange(age.GetProperty("p50").GetDouble(), double.Epsilon, age.GetProperty("p95").GetDouble());
        Assert.InRange(age.GetProperty("p95").GetDouble(), 0, age.GetProperty("p99").GetDouble());
    }
}
