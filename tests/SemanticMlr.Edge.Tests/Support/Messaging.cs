using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Support;

/// <summary>The right half of the agent, from the outbox to the broker, with a state folder of its own and all log lines kept.</summary>
internal sealed class Messaging : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IHost _host;
    private bool _stopped;

    private Messaging(Dictionary<string, string?> settings, Action<IServiceCollection>? configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["State:Folder"] = _folder.Path,
            ["Mqtt:Host"] = "127.0.0.1",
            ["Mqtt:Reconnect:Initial"] = "00:00:00.050",
            ["Mqtt:Reconnect:Longest"] = "00:00:00.500",
            ["Mqtt:Reconnect:StableAfter"] = "00:00:00",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddFakeLogging(options => options.FilteredLevels = new HashSet<LogLevel>(Enum.GetValues<LogLevel>()));
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddOutbox().AddMqtt();
        configure?.Invoke(builder.Services);
        _host = builder.Build();
    }

    public MessageOutbox Outbox => Get<MessageOutbox>();

    public MqttStatusBoard Board => Get<MqttStatusBoard>();

    public string StateFolder => _folder.Path;

    /// <summary>All log lines with their exceptions.</summary>
    public string Log => string.Join(
        '\n', Get<FakeLogCollector>().GetSnapshot().Select(record => $"{record.Level} {record.Message} {record.Exception}"));

    public static async Task<Messaging> StartAsync(
        int port, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var messaging = new Messaging(new(settings ?? []) { ["Mqtt:Port"] = $"{port}" }, configure);
        await messaging._host.StartAsync(TestContext.Current.CancellationToken);
        return messaging;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task UntilConnectedAsync() => Retry.Until("the session stands", () => Board.IsConnected);

    public async Task StopAsync()
    {
        _stopped = true;
        await _host.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Log);
        if (!_stopped)
        {
            await StopAsync();
        }

        _host.Dispose();
        _folder.Dispose();
    }
}
