using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MQTTnet;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.Imaging;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.EndToEnd;

/// <summary>The whole way: a camera, the shipped bundle, a real mosquitto, a subscriber that validates every payload.</summary>
public sealed class AgentTests
{
    [Fact]
    public async Task AVideoFileBecomesValidDetectionsAndReviewFrames()
    {
        using var folder = new TemporaryFolder();
        var video = folder.File("boards.mp4");
        await BoardVideo.WriteAsync(video, boards: 6);
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        var configuration = Configuration(broker.Port, Camera("cam1", video, loop: true));
        configuration["Review"] = new JsonObject { ["RandomShare"] = 1.0 };
        await using var agent = AgentProcess.Start(configuration);

        var detection = await subscriber.WaitForJsonAsync("camera/cam1/detections", IsOn);
        var review = await subscriber.WaitForJsonAsync("camera/cam1/review");
        var picture = await subscriber.WaitForAsync($"camera/cam1/review/{review.GetProperty("id").GetString()}/frame");
        await subscriber.WaitForJsonAsync("health");
        var exitCode = await agent.StopAsync();
        await subscriber.WaitForJsonAsync("state", state => State(state) == "stopped");

        Assert.Equal("pcb-defects", detection.GetProperty("bundle").GetString()!.Split('@')[0]);
        Assert.Equal("image/jpeg", picture.ContentType);
        var online = await subscriber.WaitForJsonAsync("state", state => State(state) == "online");
        Assert.Equal("cpu", online.GetProperty("provider").GetProperty("active").GetString());
        Assert.Equal(0, exitCode);
        AssertGapless(subscriber, "camera/cam1/detections", "camera/cam1/review");
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task AFrameUnderReview_IsFollowedByTheHeatMapsOfItsLabels()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        var configuration = Configuration(broker.Port, Camera("cam1", "sim:pcb?seed=1000001&rate=5"));
        configuration["Review"] = new JsonObject { ["DefaultBand"] = 0.5, ["HeatMaps"] = new JsonObject { ["MaxLabels"] = 2 } };
        await using var agent = AgentProcess.Start(configuration);

        var review = await subscriber.WaitForJsonAsync("camera/cam1/review", item => item.GetProperty("heatMaps").GetArrayLength() == 2);
        var topic = $"camera/cam1/review/{review.GetProperty("id").GetString()}";
        var frame = await subscriber.WaitForAsync($"{topic}/frame");
        foreach (var label in review.GetProperty("heatMaps").EnumerateArray().Select(label => label.GetString()))
        {
            var heatMap = await subscriber.WaitForAsync($"{topic}/heatmap/{label}");

            Assert.Contains(label, review.GetProperty("labels").EnumerateArray().Select(reason => reason.GetString()));
            Assert.Equal("image/png", heatMap.ContentType);
            Assert.Equal(frame.UserProperties.Select(property => property.Name), heatMap.UserProperties.Select(property => property.Name));
            Assert.Equal(review.GetProperty("id").GetString(), Property(heatMap, "id"));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(heatMap.Payload.ToArray())), Property(heatMap, "sha256"));
            using var picture = ImageReader.Decode(heatMap.Payload.ToArray(), "heat map");
            Assert.Equal(review.GetProperty("image").GetProperty("width").GetInt32(), picture.Cols);
            Assert.Equal(review.GetProperty("image").GetProperty("height").GetInt32(), picture.Rows);
            Assert.InRange(heatMap.Payload.Length, 1, 200_000);
        }

        Assert.Equal(0, await agent.StopAsync());
        var numbers = subscriber.Messages.Where(message => message.Topic.Contains("/review/", StringComparison.Ordinal)).Select(message => long.Parse(Property(message, "seq"), CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(Enumerable.Range(1, numbers.Length).Select(number => (long)number), numbers.Order());
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task AnRtspCameraAndTheBroker_KilledInTheMiddle_BothComeBack()
    {
        await using var broker = await Mosquitto.StartAsync();
        var camera = await RtspServer.StartAsync();
        try
        {
            await using var agent = AgentProcess.Start(Configuration(broker.Port, Camera("cam1", camera.Address)));
            await using (var subscriber = await Subscriber.ConnectAsync(broker.Port))
            {
                await subscriber.WaitForJsonAsync("camera/cam1/state", state => State(state) == "online");
                camera.Dispose();
                await subscriber.WaitForJsonAsync("camera/cam1/state", state => State(state) is "offline" or "stalled");
                camera = await RtspServer.StartAsync(camera.Port);
                var back = subscriber.On("camera/cam1/state").Count;
                await Retry.Until("the camera is back", () => subscriber.On("camera/cam1/state").Skip(back).Any(message => State(Subscriber.Json(message)) == "online"));
                Assert.Empty(subscriber.Faults);
            }

            await broker.KillAsync();
            await broker.StartAgainAsync();
            await using var later = await Subscriber.ConnectAsync(broker.Port);
            await later.WaitForJsonAsync("state", state => State(state) == "online");
            await later.WaitForJsonAsync("labels");
            await later.WaitForJsonAsync("camera/cam1/state", state => State(state) == "online");
            Assert.Equal(0, await agent.StopAsync());
            Assert.Empty(later.Faults);
        }
        finally
        {
            camera.Dispose();
        }
    }

    [Fact]
    public async Task OneDeadCamera_DoesNotKeepAnotherFromItsWork()
    {
        using var folder = new TemporaryFolder();
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var agent = AgentProcess.Start(Configuration(
            broker.Port, Camera("dead", folder.File("nothing.mp4")), Camera("alive", "sim:pcb?seed=1000001&rate=10")));

        await subscriber.WaitForJsonAsync("camera/alive/detections", IsOn);
        var dead = await subscriber.WaitForJsonAsync("camera/dead/state", state => State(state) == "offline" && state.TryGetProperty("reason", out _));

        Assert.Contains("nothing.mp4", dead.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await agent.StopAsync());
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task TheDemo_EndsByItself_WithASummaryAsTheLastLine()
    {
        await using var agent = AgentProcess.Start("--seconds", "8");

        var exitCode = await agent.WaitAsync();
        var summary = JsonDocument.Parse(agent.Output[^1]).RootElement;

        Assert.Equal(0, exitCode);
        Assert.True(summary.GetProperty("frames").GetInt64() > 0, agent.Output[^1]);
        Assert.True(summary.GetProperty("published").GetInt64() > 0, agent.Output[^1]);
        Assert.True(summary.GetProperty("ageMs").GetProperty("p50").GetDouble() > 0, agent.Output[^1]);
        Assert.NotEmpty(summary.GetProperty("labelsSeen").EnumerateArray());
        Assert.Equal("Cpu", summary.GetProperty("provider").GetString());
    }

    [Fact]
    public async Task ABundleThatCannotBeUsed_EndsTheStart_WithExitCode78AndTheFault()
    {
        using var folder = new TemporaryFolder();
        var configuration = Configuration(1, Camera("cam1", "sim:pcb"));
        configuration["Recognition"] = new JsonObject { ["Bundle"] = folder.Path };
        await using var agent = AgentProcess.Start(configuration);

        Assert.Equal(ExitCodes.Configuration, await agent.WaitAsync());
        Assert.Contains("bundle.json", agent.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FaultsOfTheConfiguration_AllReachTheOperator_WithExitCode78()
    {
        var configuration = Configuration(70_000, Camera("two words", "nonsense:"));
        await using var agent = AgentProcess.Start(configuration);

        Assert.Equal(ExitCodes.Configuration, await agent.WaitAsync());
        Assert.Contains("Port", agent.Log, StringComparison.Ordinal);
        Assert.Contains("two words", agent.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mqtt", "Hots", "\"x\"", "Hots")]
    [InlineData("Mqtt", "Port", "\"abc\"", "Mqtt:Port")]
    [InlineData("Decisions", "Publish", "\"OnChang\"", "OnChang")]
    [InlineData("Captur", "OpenTimeout", "\"00:00:01\"", "Captur")]
    public async Task ANameOrValueThatDoesNotExist_IsAFaultOfTheConfiguration(string section, string name, string value, string expected)
    {
        var configuration = Configuration(1_883, Camera("cam1", "sim:pcb"));
        configuration[section] = new JsonObject { [name] = JsonNode.Parse(value) };
        await using var agent = AgentProcess.Start(configuration);

        Assert.Equal(ExitCodes.Configuration, await agent.WaitAsync());
        Assert.Contains(expected, agent.Log, StringComparison.Ordinal);
    }

    private static JsonObject Configuration(int port, params JsonObject[] cameras) => new()
    {
        ["Recognition"] = new JsonObject { ["Bundle"] = "models/pcb-defects", ["Inference"] = new JsonObject { ["Threads"] = 1 } },
        ["Capture"] = new JsonObject { ["Cameras"] = new JsonArray([.. cameras]) },
        ["Mqtt"] = new JsonObject { ["Host"] = "127.0.0.1", ["Port"] = port, ["Reconnect"] = new JsonObject { ["Longest"] = "00:00:00.500" } },
        ["Health"] = new JsonObject { ["Interval"] = "00:00:01" },
    };

    private static JsonObject Camera(string name, string source, bool loop = false) =>
        new() { ["Name"] = name, ["Source"] = source, ["Regions"] = "3x3", ["Loop"] = loop };

    private static string Property(MqttApplicationMessage message, string name) =>
        Subscriber.Text(message.UserProperties.Single(property => property.Name == name));

    private static string? State(JsonElement message) => message.GetProperty("state").GetString();

    private static bool IsOn(JsonElement detection) => detection.GetProperty("regions").EnumerateArray()
        .Any(region => region.GetProperty("labels").EnumerateArray().Any(label => label.GetProperty("state").GetString() == "on"));

    private static void AssertGapless(Subscriber subscriber, params string[] topics)
    {
        var numbers = topics.SelectMany(subscriber.On).Select(message => Subscriber.Json(message).GetProperty("seq").GetInt64()).Order().ToArray();
        Assert.Equal(Enumerable.Range(0, numbers.Length).Select(index => numbers[0] + index), numbers);
    }
}
