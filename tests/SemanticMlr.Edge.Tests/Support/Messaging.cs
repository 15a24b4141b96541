using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SemanticMlr.Edge.Commands;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Support;

/// <summary>The right half of the agent, from the outbox to the broker, with a state folder of its own and all log lines kept.</summary>
internal sealed class Messaging : IAsyncDisposable
{
    private readonly TemporaryFolder? _own;
    private readonly IHost _host;
    private bool _stopped;

    private Messaging(Dictionary<string, string?> settings, Action<IServiceCollection>? configure, string? folder)
    {
        _own = folder is null ? new TemporaryFolder() : null;
        StateFolder = folder ?? _own!.Path;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["State:Folder"] = StateFolder,
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

    public string StateFolder { get; }

    /// <summary>All log lines with their exceptions.</summary>
    public string Log => string.Join(
        '\n', Get<FakeLogCollector>().GetSnapshot().Select(record => $"{record.Level} {record.Message} {record.Exception}"));

    /// <param name="port">The port of the broker.</param>
    /// <param name="settings">Settings beside the port.</param>
    /// <param name="configure">Adds services.</param>
    /// <param name="folder">The state folder, which is kept; by default one of its own.</param>
    public static async Task<Messaging> StartAsync(
        int port, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null, string? folder = null)
    {
        var messaging = new Messaging(new(settings ?? []) { ["Mqtt:Port"] = $"{port}" }, configure, folder);
        await messaging._host.StartAsync(TestContext.Current.CancellationToken);
        return messaging;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>The worker that carries out commands.</summary>
    public CommandWorker GetWorker() => _host.Services.GetServices<IHostedService>().OfType<CommandWorker>().Single();

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
        _own?.Dispose();
    }
}
