using System.Buffers;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;
using SemanticMlr.Datasets;
using SemanticMlr.Edge.Commands;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Commands;

public sealed class CommandTests : IAsyncLifetime
{
    private const string Root = "semanticmlr/site1/line1/device1";
    private Mosquitto _broker = null!;
    private Subscriber _requester = null!;
    private Messaging _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = await Mosquitto.StartAsync();
        _requester = await Subscriber.ConnectAsync(_broker.Port);
        _agent = await Messaging.StartAsync(_broker.Port, configure: services => services.AddReview().AddCommands());
        await _agent.UntilConnectedAsync();
        await _requester.WaitForAsync("state");
        await Retry.Until("the subscription stands", () => _agent.Outbox.Count == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _requester.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task ReviewAnswer_IsStoredAndAnswered_AndARepeatGetsTheSameAnswer()
    {
        var item = Samples.Review();
        _agent.Get<ReviewStore>().Keep(item);
        var request = JsonSerializer.Serialize(new
        {
            schema = 1,
            reviewId = item.Id,
            labels = new Dictionary<string, bool?> { ["short"] = true, ["open"] = null },
            reviewer = "Ada",
            time = "2026-11-23T09:15:02Z",
        });
        Assert.Empty(Schemas.Validate("cmd/review-answer.request.json", Encoding.UTF8.GetBytes(request)));

        var answer = await AskAsync("review/answer", request, "7");
        var again = await AskAsync("review/answer", request, "7", expected: 2);

        Assert.Empty(Schemas.Validate("cmd/review-answer.answer.json", answer.Payload.ToArray()));
        Assert.Equal(answer.Payload.ToArray(), again.Payload.ToArray());
        Assert.Equal("7", Encoding.ASCII.GetString(answer.CorrelationData));
        var json = Subscriber.Json(answer);
        Assert.True(json.GetProperty("ok").GetBoolean());
        Assert.Equal(1, json.GetProperty("result").GetProperty("answers").GetInt32());
        var record = Assert.Single(DatasetReader.Read(_agent.Get<ReviewStore>().DatasetPath));
        Assert.Equal(["short"], record.Labels);
        Assert.Equal(["open"], record.Unknown);
    }

    [Theory]
    [InlineData("{", "invalid-json", "")]
    [InlineData("[]", "wrong-type", "")]
    [InlineData("{}", "missing-field", "/schema")]
    [InlineData("{\"schema\": 2}", "unsupported-schema", "/schema")]
    [InlineData("{\"schema\": 1}", "missing-field", "/reviewId")]
    [InlineData("""{"schema": 1, "reviewId": "x", "labels": {"short": true}, "reviewer": "Ada"}""", "wrong-type", "/reviewId")]
    [InlineData("""{"schema": 1, "reviewId": "0193a0a0-0000-7000-8000-000000000000", "labels": {"short": "yes"}, "reviewer": "Ada"}""", "wrong-type", "/labels/short")]
    [InlineData("""{"schema": 1, "reviewId": "0193a0a0-0000-7000-8000-000000000000", "labels": {}, "reviewer": "Ada"}""", "out-of-range", "/labels")]
    [InlineData("""{"schema": 1, "reviewId": "0193a0a0-0000-7000-8000-000000000000", "labels": {"short": true}, "reviewer": ""}""", "out-of-range", "/reviewer")]
    [InlineData("""{"schema": 1, "reviewId": "0193a0a0-0000-7000-8000-000000000000", "labels": {"short": true}, "reviewer": "Ada", "time": 5}""", "wrong-type", "/time")]
    [InlineData("""{"schema": 1, "reviewId": "0193a0a0-0000-7000-8000-000000000000", "labels": {"short": true}, "reviewer": "Ada", "a/b": 5}""", "unknown-field", "/a~1b")]
    [InlineData("""{"schema": 1, "reviewId": "0193a0a0-0000-7000-8000-000000000000", "labels": {"short": true}, "reviewer": "Ada"}""", "unknown-review", "/reviewId")]
    public async Task ReviewAnswer_ThatIsBad_IsAnsweredWithCodeAndPlace(string request, string code, string path)
    {
        var answer = await AskAsync("review/answer", request, "1");

        Assert.Empty(Schemas.Validate("cmd/review-answer.answer.json", answer.Payload.ToArray()));
        var error = Subscriber.Json(answer).GetProperty("errors")[0];
        Assert.Equal((code, path), (error.GetProperty("code").GetString(), error.GetProperty("path").GetString()));
        Assert.False(Subscriber.Json(answer).GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("fc")]
    [InlineData("escape")]
    public async Task TextThatIsNone_IsAnswered_AndTheNextCommandToo(string fault)
    {
        byte[] bad = fault == "fc" ? [0xFC] : [.. "\\ud800"u8];
        byte[][] requests =
        [
            [.. "{\"schema\": \""u8, .. bad, .. "\"}"u8],
            [.. "{\""u8, .. bad, .. "\": 1, \"schema\": 1}"u8],
            [.. "{\"schema\": 1, \"reviewer\": \""u8, .. bad, .. "\"}"u8],
        ];
        for (var index = 0; index < requests.Length; index++)
        {
            var answer = await AskAsync("review/answer", requests[index], $"{index}", expected: index + 1);
            Assert.Equal("invalid-json", Subscriber.Json(answer).GetProperty("errors")[0].GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task CommandsThatAreDisabled_AreNeitherSubscribedTo_NorTakenFromARememberedSubscription()
    {
        await _agent.StopAsync(); // its session stays in the broker, with the subscription
        await AskWithoutWaitingAsync("review/answer");
        await using var again = await Messaging.StartAsync(
            _broker.Port, new() { ["Commands:Enabled"] = "false" }, services => services.AddReview().AddCommands());
        await Retry.Until("what the broker kept is refused", () => again.Get<MessagingMetrics>().CommandsRefused.Value == 1);
        await again.UntilConnectedAsync();
        await Retry.Until("the announcement is over", () => again.Outbox.Count == 0);

        await AskWithoutWaitingAsync("review/answer");
        again.Get<CameraStatePublisher>().Report("cam1", new CameraReport("online", DateTimeOffset.UnixEpoch, 10, null, null));
        await _requester.WaitForAsync("camera/cam1/state"); // the broker has dealt with the command before
        Assert.Equal(1, again.Get<MessagingMetrics>().CommandsRefused.Value);
        Assert.DoesNotContain(_requester.Messages, message => message.Topic == "answers/ada");
    }

    [Fact]
    public async Task ReviewAnswer_WithALabelThatTheListLacks_IsRefused()
    {
        var item = Samples.Review();
        _agent.Get<ReviewStore>().Keep(item);
        var answer = await AskAsync(
            "review/answer", $$"""{"schema": 1, "reviewId": "{{item.Id}}", "labels": {"spur": true}, "reviewer": "Ada"}""", "1");
        var error = Subscriber.Json(answer).GetProperty("errors")[0];
        Assert.Equal(("unknown-label", "/labels/spur"), (error.GetProperty("code").GetString(), error.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task RetainedCommand_IsRefused_LoggedAndCounted()
    {
        await _agent.StopAsync();
        await _requester.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic($"{Root}/cmd/review/answer").WithPayload("{\"schema\": 1}").WithResponseTopic("answers/ada").WithCorrelationData([1])
            .WithMessageExpiryInterval(30).WithRetainFlag().Build()); // QoS 0: nothing is queued for the session
        await using var again = await Messaging.StartAsync(_broker.Port, configure: services => services.AddReview().AddCommands());

        await Retry.Until("it is counted", () => again.Get<MessagingMetrics>().CommandsRefused.Value == 1);
        Assert.Contains("was retained", again.Log, StringComparison.Ordinal);
        Assert.Equal(0, again.Get<MessagingMetrics>().Commands.Value);
    }

    [Fact]
    public async Task CommandThatIsTooLong_IsAnsweredBeforeItWaits_AndOneFarTooLongStaysInTheBroker()
    {
        await using var agent = await Messaging.StartAsync(
            _broker.Port,
            new() { ["Commands:MaxBytes"] = "1024", ["Mqtt:Device"] = "device2" },
            services => services.AddReview().AddCommands());
        await agent.UntilConnectedAsync();
        await Retry.Until("the subscription stands", () => agent.Outbox.Count == 0);
        Assert.Equal(1_024u + 65_536u, agent.Get<MqttClientOptionsFactory>().Create().MaximumPacketSize);

        foreach (var (number, bytes) in ((int, int)[])[(0, 100_000), (1, 1_025)])
        {
            await _requester.PublishAsync(new MqttApplicationMessageBuilder()
                .WithTopic("semanticmlr/site1/line1/device2/cmd/review/answer").WithPayload(new byte[bytes]).WithResponseTopic($"answers/{number}")
                .WithCorrelationData([1]).WithMessageExpiryInterval(30)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
        }

        await Retry.Until("the answer", () => _requester.Messages.Any(message => message.Topic == "answers/1"));
        var answer = _requester.Messages.Single(message => message.Topic == "answers/1");
        Assert.Equal("too-large", Subscriber.Json(answer).GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.DoesNotContain(_requester.Messages, message => message.Topic == "answers/0");
        Assert.Equal(1, agent.Get<MessagingMetrics>().CommandsRefused.Value);
    }

    [Fact]
    public async Task UnknownVerb_IsAnswered()
    {
        var answer = await AskAsync("labels/dance", "{\"schema\": 1}", "1");
        Assert.Equal("unknown-verb", Subscriber.Json(answer).GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task WithoutExpiry_OrCorrelation_IsRefusedButAnswered()
    {
        var answer = await AskAsync("review/answer", "{\"schema\": 1}", "1", expiry: 0);
        Assert.Equal("expiry-required", Subscriber.Json(answer).GetProperty("errors")[0].GetProperty("code").GetString());
        answer = await AskAsync("review/answer", "{\"schema\": 1}", "", expected: 2);
        Assert.Equal("correlation-required", Subscriber.Json(answer).GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(2, _agent.Get<MessagingMetrics>().CommandsRefused.Value);
    }

    [Fact]
    public async Task WithoutResponseTopic_IsRefused_LoggedAndCounted()
    {
        await _requester.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic($"{Root}/cmd/review/answer").WithPayload("{\"schema\": 1}").WithMessageExpiryInterval(30)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());

        await Retry.Until("it is counted", () => _agent.Get<MessagingMetrics>().CommandsRefused.Value == 1);
        Assert.Contains("names no topic for its answer", _agent.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void OldestAnswer_IsForgottenBeyondTheLimit()
    {
        var cache = new AnswerCache(2);
        for (byte number = 1; number <= 3; number++)
        {
            cache.Add("a", [number], [number]);
        }

        Assert.Null(cache.Find("a", [1]));
        Assert.Equal([3], cache.Find("a", [3]));
        Assert.Null(cache.Find("b", [3]));
    }

    private Task AskWithoutWaitingAsync(string verb) => _requester.PublishAsync(new MqttApplicationMessageBuilder()
        .WithTopic($"{Root}/cmd/{verb}").WithPayload("{\"schema\": 1}").WithResponseTopic("answers/ada").WithCorrelationData([1])
        .WithMessageExpiryInterval(30).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());

    private Task<MqttApplicationMessage> AskAsync(string verb, string request, string correlation, int expected = 1, uint expiry = 30) =>
        AskAsync(verb, Encoding.UTF8.GetBytes(request), correlation, expected, expiry);

    private async Task<MqttApplicationMessage> AskAsync(string verb, byte[] request, string correlation, int expected = 1, uint expiry = 30)
    {
        var builder = new MqttApplicationMessageBuilder()
            .WithTopic($"{Root}/cmd/{verb}")
            .WithPayload(request)
            .WithResponseTopic("answers/ada")
            .WithMessageExpiryInterval(expiry)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (correlation.Length > 0)
        {
            builder = builder.WithCorrelationData(Encoding.ASCII.GetBytes(correlation));
        }

        await _requester.PublishAsync(builder.Build());
        await Retry.Until("the answer", () => _requester.Messages.Count(message => message.Topic == "answers/ada") == expected);
        return _requester.Messages.Last(message => message.Topic == "answers/ada");
    }
}
