using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Protocol;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.EndToEnd;

/// <summary>The shipped agent with the shipped bundle: a label that nobody trained comes while the line runs, outlives a kill, and goes again.</summary>
public sealed class LabelUpdateTests
{
    [Fact]
    public async Task ANewLabel_IsTried_Applied_KeptOverAKill_AndTakenBack()
    {
        using var state = new TemporaryFolder();
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        var list = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("models", "pcb-defects", "labels.json"), TestContext.Current.CancellationToken))!.AsObject();
        var version = list["version"]!.GetValue<int>();
        list["version"] = version + 1;
        list["labels"]!.AsArray().Add(new JsonObject { ["id"] = "fingerprint", ["text"] = "greasy fingerprint", ["severity"] = "info" });
        await using (var agent = AgentProcess.StartIn(state.Path, Configuration(broker.Port)))
        {
            await subscriber.WaitForJsonAsync("labels", message => message.GetProperty("activation").GetInt64() == 1);
            await Retry.Until("enough frames are kept", async () =>
                Result(await AskAsync(subscriber, "labels/dry-run", new JsonObject { ["list"] = list.DeepClone() })).GetProperty("regions").GetInt32() >= 36);

            var tried = Result(await AskAsync(subscriber, "labels/dry-run", new JsonObject { ["list"] = list.DeepClone(), ["images"] = 1 }));
            var applied = Result(await AskAsync(subscriber, "labels/apply", new JsonObject { ["list"] = list.DeepClone(), ["person"] = "Ada" }));

            var fresh = tried.GetProperty("labels").EnumerateArray().Single(label => label.GetProperty("id").GetString() == "fingerprint");
            Assert.Equal("added", fresh.GetProperty("change").GetString());
            Assert.All(
                tried.GetProperty("labels").EnumerateArray().Where(label => label.GetProperty("id").GetString() != "fingerprint"),
                label => Assert.Equal(label.GetProperty("firedBefore").GetInt32(), label.GetProperty("fires").GetInt32()));
            Assert.Contains(applied.GetProperty("warnings").EnumerateArray(), warning => warning.GetProperty("code").GetString() == "unknown-word");
            Assert.Equal(["fingerprint"], applied.GetProperty("provisional").EnumerateArray().Select(label => label.GetString())); // the others keep their calibration
            await subscriber.WaitForJsonAsync("camera/cam1/detections", message => message.GetProperty("list").GetProperty("version").GetInt32() == version + 1);
            await agent.KillAsync();
        }

        await using (var agent = AgentProcess.StartIn(state.Path, Configuration(broker.Port)))
        {
            var seen = subscriber.On("labels").Count;
            await Retry.Until("the list after the kill", () => subscriber.On("labels").Count > seen);
            var labels = Subscriber.Json(subscriber.On("labels")[^1]);
            Assert.Equal((2, version + 1), (labels.GetProperty("activation").GetInt32(), labels.GetProperty("list").GetProperty("version").GetInt32()));
            Assert.Equal([false, true], labels.GetProperty("labels").EnumerateArray().Skip(5).Select(label => label.GetProperty("provisional").GetBoolean()));

            var back = Result(await AskAsync(subscriber, "labels/rollback", []));
            Assert.Equal((3, version), (back.GetProperty("activation").GetInt32(), back.GetProperty("list").GetProperty("version").GetInt32()));
            await subscriber.WaitForJsonAsync("camera/cam1/detections", message => message.GetProperty("list").GetProperty("version").GetInt32() == version && message.GetProperty("epoch").GetInt64() == 2);
            var picture = Result(await AskAsync(subscriber, "snapshot", new JsonObject { ["camera"] = "cam1" }));
            Assert.True(picture.GetProperty("jpeg").GetBytesFromBase64().Length > 1_000);
            Assert.Equal(0, await agent.StopAsync());
        }

        var verdict = AuditChain.Verify(state.File("audit.jsonl"));
        Assert.Equal((2, 3, null), (verdict.Entries, verdict.LastActivation, verdict.Fault));
        Assert.Empty(subscriber.Faults);
    }

    private static JsonObject Configuration(int port) => new()
    {
        ["Recognition"] = new JsonObject { ["Inference"] = new JsonObject { ["Threads"] = 1 } },
        ["Labels"] = new JsonObject { ["RecentFrames"] = new JsonObject { ["Interval"] = "00:00:00.5" } },
        ["Capture"] = new JsonObject { ["Cameras"] = new JsonArray(new JsonObject { ["Name"] = "cam1", ["Source"] = "sim:pcb?seed=1000001&rate=2", ["Regions"] = "3x3" }) },
        ["Mqtt"] = new JsonObject { ["Host"] = "127.0.0.1", ["Port"] = port },
    };

    private static JsonElement Result(JsonElement answer) =>
        answer.GetProperty("ok").GetBoolean() ? answer.GetProperty("result") : throw new InvalidOperationException(answer.GetRawText());

    private static async Task<JsonElement> AskAsync(Subscriber subscriber, string verb, JsonObject request)
    {
        request["schema"] = 1;
        var topic = $"answers/{Guid.NewGuid():n}";
        await subscriber.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic($"semanticmlr/site1/line1/device1/cmd/{verb}").WithPayload(Encoding.UTF8.GetBytes(request.ToJsonString())).WithResponseTopic(topic)
            .WithCorrelationData([1]).WithMessageExpiryInterval(120).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
        await Retry.Until($"the answer to {verb}", () => subscriber.Messages.Any(message => message.Topic == topic), TimeSpan.FromSeconds(60));
        var answer = subscriber.Messages.Single(message => message.Topic == topic);
        Assert.Empty(Schemas.Validate($"cmd/{verb.Replace('/', '-')}.answer.json", answer.Payload.ToArray()));
        return Subscriber.Json(answer);
    }
}
