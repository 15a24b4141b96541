using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using MQTTnet.Protocol;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Commands;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.Rollout;

/// <summary>All of the agent but what it says of itself, on a tiny bundle, a simulated camera and a real broker, with a client that sends commands.</summary>
internal sealed class LabelRig : IAsyncDisposable
{
    private const string Root = "semanticmlr/site1/line1/device1";
    private readonly TinyBundle _bundle = new();
    private readonly Mosquitto _broker;
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _configure;
    private readonly TemporaryFolder _folder = new();
    private int _correlation;

    private LabelRig(Mosquitto broker, Subscriber requester, Dictionary<string, string?> settings, Action<IServiceCollection>? configure) =>
        (_broker, Requester, _settings, _configure) = (broker, requester, settings, configure);

    public Subscriber Requester { get; }

    public Messaging Agent { get; private set; } = null!;

    public string StateFolder => _folder.Path;

    public ListInForce InForce => Agent.Get<SnapshotStore>().InForce;

    public TinyBundle Bundle => _bundle;

    /// <param name="settings">Settings of the agent.</param>
    /// <param name="configure">Adds services, or puts others in the place of the agent's.</param>
    /// <param name="prepare">Changes the bundle before the start.</param>
    public static async Task<LabelRig> StartAsync(
        Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null, Action<TinyBundle>? prepare = null)
    {
        var broker = await Mosquitto.StartAsync();
        var rig = new LabelRig(broker, await Subscriber.ConnectAsync(broker.Port), settings ?? [], configure);
        prepare?.Invoke(rig._bundle);
        await rig.StartAgentAsync();
        return rig;
    }

    /// <summary>Ends the agent and starts it again on the same state.</summary>
    public async Task RestartAsync(Dictionary<string, string?>? settings = null)
    {
        await Agent.DisposeAsync();
        Agent = null!;
        foreach (var (name, value) in settings ?? [])
        {
            _settings[name] = value;
        }

        foreach (var (name, _) in _settings.Where(setting => setting.Value is null).ToArray())
        {
            _settings.Remove(name);
        }


        await StartAgentAsync();
    }

    /// <summary>A list of the tiny bundle's three labels and further ones.</summary>
    public static JsonObject List(int version, params string[] further)
    {
        var list = JsonNode.Parse(TinyBundle.Labels)!.AsObject();
        list["version"] = version;
        foreach (var text in further)
        {
            list["labels"]!.AsArray().Add(new JsonObject { ["id"] = text.Replace(' ', '-'), ["text"] = text });
        }

        return list;
    }

    /// <summary>Sends a command with <c>list</c> and gives the answer, which follows its schema.</summary>
    public Task<JsonElement> SendListAsync(string verb, JsonObject list) => SendAsync(verb, new JsonObject { ["list"] = list.DeepClone(), ["person"] = "Ada" });

    /// <summary>Sends a command and gives the answer; request (where it is good) and answer follow their schemas.</summary>
    public async Task<JsonElement> SendAsync(string verb, JsonObject? request = null)
    {
        request ??= [];
        request["schema"] = 1;
        var payload = Encoding.UTF8.GetBytes(request.ToJsonString());
        var answer = await SendRawAsync(verb, payload, $"{++_correlation}");
        var name = verb.Replace('/', '-');
        Assert.Empty(Schemas.Validate($"cmd/{name}.answer.json", answer.Payload.ToArray()));
        var json = Subscriber.Json(answer);
        if (json.GetProperty("ok").GetBoolean())
        {
            Assert.Empty(Schemas.Validate($"cmd/{name}.request.json", payload));
        }

        return json;
    }

    /// <summary>Sends bytes as a command and gives the answer.</summary>
    public async Task<MqttApplicationMessage> SendRawAsync(string verb, byte[] payload, string correlation)
    {
        var topic = $"answers/{correlation}";
        var before = Requester.Messages.Count(message => message.Topic == topic);
        await PublishAsync(verb, payload, correlation, topic);
        await Retry.Until($"the answer to {verb}", () => Requester.Messages.Count(message => message.Topic == topic) > before);
        return Requester.Messages.Last(message => message.Topic == topic);
    }

    public Task PublishAsync(string verb, byte[] payload, string correlation, string topic) => Requester.PublishAsync(new MqttApplicationMessageBuilder()
        .WithTopic($"{Root}/cmd/{verb}").WithPayload(payload).WithResponseTopic(topic).WithCorrelationData(Encoding.ASCII.GetBytes(correlation))
        .WithMessageExpiryInterval(60).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());

    public async ValueTask DisposeAsync()
    {
        if (Agent is { } agent)
        {
            await agent.DisposeAsync();
        }

        await Requester.DisposeAsync();
        await _broker.DisposeAsync();
        _bundle.Dispose();
        _folder.Dispose();
    }

    public static string Code(JsonElement answer) => answer.GetProperty("errors")[0].GetProperty("code").GetString()!;

    private async Task StartAgentAsync()
    {
        Agent = await Messaging.StartAsync(
            _broker.Port,
            new Dictionary<string, string?>(_settings)
            {
                ["Recognition:Bundle"] = _bundle.Folder,
                ["Recognition:Inference:Threads"] = "1",
                ["Recognition:Inference:Providers:0"] = _settings.GetValueOrDefault("Recognition:Inference:Providers:0", "Cpu"),
                ["Capture:Cameras:0:Name"] = "cam1",
                ["Capture:Cameras:0:Source"] = "sim:pcb?seed=1000001&rate=20",
                ["Capture:Cameras:0:Regions"] = "2x2",
                ["Review:Enabled"] = "false",
                ["Labels:RecentFrames:Interval"] = "00:00:00.2",
            },
            services =>
            {
                services.AddCommands().AddLabelCommands().AddRollout().AddReview().AddDecisions().AddPipeline().AddCapture();
                _configure?.Invoke(services);
            },
            _folder.Path);
        await Retry.Until("the state, which follows the subscription", () =>
            Requester.On("state").Any(message => Subscriber.Json(message).GetProperty("epoch").GetInt64() == Agent.Get<AgentEpoch>().Value));
        await Retry.Until("frames are kept", () => Agent.Get<RecentFrames>().Newest("cam1") is { } frame && Release(frame));
    }

    private static bool Release(RecentFrame frame)
    {
        frame.Dispose();
        return true;
    }
}
