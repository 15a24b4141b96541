using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.EndToEnd;

/// <summary>What the agent answers over HTTP.</summary>
public sealed class HealthEndpointTests : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly int _port = Mosquitto.FreePort();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task AnAgentThatRecognises_IsLiveAndReady_AndShowsItsMetrics()
    {
        using var bundle = new TinyBundle();
        using var camera = new SwitchedCamera();
        await using var broker = await Mosquitto.StartAsync();
        await using var agent = AgentProcess.Start(Configuration(bundle.Folder, broker.Port, camera.Source));
        await Retry.Until("the agent is ready", async () => await StatusOfAsync("readyz") == HttpStatusCode.OK);

        await Retry.Until("frames and messages in the metrics", async () => ValueOf(await GetAsync("metrics"), "mlr_pipeline_frames_total") > 5
            && ValueOf(await GetAsync("metrics"), "mlr_mqtt_published_total") > 0);
        var metrics = await GetAsync("metrics");
        var details = JsonDocument.Parse(await GetAsync("healthz")).RootElement;

        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync("livez"));
        foreach (var stage in new[] { "wait", "preprocess", "encode", "head", "hand-over", "decided" })
        {
            Assert.True(ValueOf(metrics, $$"""mlr_pipeline_stage_duration_milliseconds_bucket{stage="{{stage}}",le="+Inf"}""") > 0, stage);
        }

        foreach (var name in new[]
        {
            "mlr_capture_frames_grabbed_total{camera=\"cam1\"}", "mlr_capture_online{camera=\"cam1\"} 1", "mlr_capture_waiting{camera=\"cam1\"}", "mlr_review_waiting",
            "mlr_commands_waiting", "mlr_outbox_waiting{class=\"event\"}", "mlr_outbox_bytes{class=\"event\"}", "mlr_outbox_dropped_event_total 0",
            "mlr_mqtt_connects_total 1", "mlr_inference_provider{provider=\"Cpu\"} 1", "mlr_process_working_set_bytes", "dotnet_gc_collections_total",
        })
        {
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        }

        Assert.True(details.GetProperty("ready").GetBoolean());
        Assert.Equal("tiny@2", details.GetProperty("bundle").GetString());
        Assert.Equal("online", details.GetProperty("cameras")[0].GetProperty("state").GetString());
        Assert.Equal("connected", details.GetProperty("broker").GetProperty("state").GetString());
        Assert.Equal(["recognition", "delivery"], details.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync("else"));
        using var posted = await _http.PostAsync(Address("livez"), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        Assert.Equal(0, await agent.StopAsync());
    }

    [Fact]
    public async Task AnInferenceThatHangs_IsNotLive_ADeadCameraAndBrokerAre()
    {
        using var bundle = new TinyBundle();
        bundle.Replace("encoder.onnx", TinyGraphs.HangingEncoder());
        using var camera = new SwitchedCamera();
        var configuration = Configuration(bundle.Folder, Mosquitto.FreePort(), camera.Source);
        configuration["Capture"]!["Cameras"]!.AsArray().Add(new JsonObject { ["Name"] = "dead", ["Source"] = "/absent/video.mp4" });
        configuration["Supervision"] = new JsonObject { ["StuckAfter"] = "00:00:03" };
        await using var agent = AgentProcess.Start(configuration);
        await Retry.Until("the agent is ready", async () => await StatusOfAsync("readyz") == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync("livez"));

        camera.ShowBright();
        await Retry.Until("the agent is not live", async () => await StatusOfAsync("livez") == HttpStatusCode.ServiceUnavailable);

        Assert.Contains("recognition: A batch is under way", await GetAsync("livez"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusOfAsync("readyz"));
        Assert.False(JsonDocument.Parse(await GetAsync("healthz")).RootElement.GetProperty("live").GetBoolean());
        Assert.Contains("Stuck: recognition", agent.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APortThatIsTaken_IsAWarning_AndRecognitionGoesOn()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, _port);
        taken.Start();
        using var bundle = new TinyBundle();
        using var camera = new SwitchedCamera();
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var agent = AgentProcess.Start(Configuration(bundle.Folder, broker.Port, camera.Source));

        await subscriber.WaitForJsonAsync("camera/cam1/state", state => state.GetProperty("state").GetString() == "online");
        await Retry.Until("a warning", () => agent.Log.Contains($"Nothing answers at http://127.0.0.1:{_port}", StringComparison.Ordinal));

        Assert.Equal(0, await agent.StopAsync());
    }

    [Fact]
    public async Task AnAddressThatIsNotThere_IsAWarning_AndRecognitionGoesOn()
    {
        using var bundle = new TinyBundle();
        using var camera = new SwitchedCamera();
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        var configuration = Configuration(bundle.Folder, broker.Port, camera.Source);
        configuration["Health"]!["Http"]!["Address"] = "192.0.2.1"; // for documentation only
        await using var agent = AgentProcess.Start(configuration);

        await Retry.Until("a warning", () => agent.Log.Contains($"Nothing answers at http://192.0.2.1:{_port}", StringComparison.Ordinal));
        await subscriber.WaitForJsonAsync("camera/cam1/state", state => state.GetProperty("state").GetString() == "online");

        Assert.Equal(0, await agent.StopAsync());
    }

    private JsonObject Configuration(string bundle, int brokerPort, string source)
    {
        var configuration = WatchdogTests.Configuration(bundle, brokerPort, source);
        configuration["Health"] = new JsonObject { ["Http"] = new JsonObject { ["Port"] = _port } };
        return configuration;
    }

    private Uri Address(string path) => new($"http://127.0.0.1:{_port}/{path}");

    private async Task<HttpStatusCode?> StatusOfAsync(string path)
    {
        try
        {
            using var answer = await _http.GetAsync(Address(path), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null; // nobody listens yet
        }
    }

    private async Task<string> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(Address(path), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Replace("{} ", " ", StringComparison.Ordinal); // the empty braces of series without labels
    }

    private static double ValueOf(string metrics, string series) =>
        metrics.Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal)) is { } found
            ? double.Parse(found.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)
            : double.NaN;
}
