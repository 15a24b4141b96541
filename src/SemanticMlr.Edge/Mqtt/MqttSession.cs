using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MQTTnet;
using MQTTnet.Exceptions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Keeps a session with the broker for ever: connects, announces, subscribes, drains the outbox, and begins again when it is lost.</summary>
internal sealed class MqttSession(
    IOptions<MqttOptions> options,
    MqttClientOptionsFactory clientOptions,
    MqttReconnect reconnect,
    MqttStatusBoard board,
    MessageOutbox outbox,
    AgentStatePublisher agent,
    IEnumerable<IConnectListener> announcers,
    IEnumerable<IMqttListener> listeners,
    MessagingMetrics metrics,
    TimeProvider time,
    ILogger<MqttSession> logger) : BackgroundService
{
    private static readonly TimeSpan StoreWithin = TimeSpan.FromSeconds(2);

    private readonly MqttOptions _options = options.Value;
    private readonly MqttClientFactory _clients = new();
    private readonly MqttSubscriptions _subscriptions = new(listeners, options.Value, time, logger);
    private bool _hadSession;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the start of the host does not wait for a broker
        var pipeline = reconnect.Build();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await pipeline.ExecuteAsync(async token => await TryConnectAndServeAsync(token), stoppingToken);
            }
#pragma warning disable CA1031 // Asked to stop, the pipeline gives back whatever its last try threw; a stop is no failure.
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning restore CA1031
        }

        board.Set(MqttSessionState.Stopped, null);
    }

    /// <summary>Makes a <see cref="BrokerException"/> of faults that nobody foresaw, so that the session is tried again for ever.</summary>
    private async Task TryConnectAndServeAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ConnectAndServeAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is not BrokerException && !stoppingToken.IsCancellationRequested)
        {
            logger.SessionFailed(exception);
            throw new BrokerException(
                $"The session with the broker failed: {exception.Message}", MqttSessionState.Unreachable, needsPerson: false, exception);
        }
    }

    /// <summary>One connection from beginning to end. Returns after one that held; throws a <see cref="BrokerException"/> after one that did not.</summary>
    private async Task ConnectAndServeAsync(CancellationToken stoppingToken)
    {
        using var client = _clients.CreateMqttClient();
        MqttConnection? connection = null;
        client.ApplicationMessageReceivedAsync += arguments =>
        {
            _subscriptions.Dispatch(arguments.ApplicationMessage);
            return Task.CompletedTask;
        };
        client.DisconnectedAsync += arguments =>
        {
            if (arguments.Exception is MqttCommunicationTimedOutException or MqttProtocolViolationException)
            {
                connection?.Loss.GivenUp(BrokerFaults.Describe(arguments)); // a silent broker, or one that does not keep to the protocol
            }
            else
            {
                connection?.Loss.Closed(BrokerFaults.Describe(arguments), (int)arguments.Reason);
            }

            return Task.CompletedTask;
        };
        var accepted = await ConnectAsync(client, stoppingToken);
        using (connection = new MqttConnection(
            client,
            accepted.ReceiveMaximum is > 0 and var most ? Math.Min(_options.InFlight, most) : _options.InFlight,
            accepted.MaximumPacketSize is > 0 and var limit ? limit : long.MaxValue,
            outbox,
            _options,
            metrics,
            time,
            logger))
        {
            if (!client.IsConnected)
            {
                connection.Loss.Closed("the broker closed the connection at once", code: 0);
            }

            try
            {
                var watching = new KeepAliveWatch(client, connection, _options.KeepAlive, time).RunAsync(stoppingToken);
                await AnnounceAsync(client, connection, stoppingToken);
                await connection.DrainAsync(stoppingToken);
                await watching;
            }
            catch (Exception exception)
            {
                connection.Loss.GivenUp(exception.Message);
                await connection.SettleAsync();
                throw;
            }

            if (stoppingToken.IsCancellationRequested && connection.Loss.Reason is null)
            {
                await LeaveAsync(client, connection);
                return;
            }

            await connection.SettleAsync();
            EndLost(connection);
        }
    }

    private void EndLost(MqttConnection connection)
    {
        var reason = connection.Loss.Reason ?? "the connection ended";
        var needsPerson = BrokerFaults.NeedsPerson(connection.Loss.Code);
        var state = connection.Loss.Code == BrokerFaults.TakenOver ? MqttSessionState.TakenOver
            : needsPerson ? MqttSessionState.Refused
            : MqttSessionState.Unreachable;
        var lost = new BrokerException($"Connection to the broker lost: {reason}", state, needsPerson);
        if (needsPerson || connection.Age < _options.Reconnect.StableAfter)
        {
            throw lost; // a long wait, or waits that go on growing
        }

        board.Set(lost.State, lost.Message);
        logger.ConnectionLost(reason, connection.Age);
    }

    private async Task<MqttClientConnectResult> ConnectAsync(IMqttClient client, CancellationToken stoppingToken)
    {
        board.Set(MqttSessionState.Connecting, null);
        var address = $"{_options.Host}:{_options.Port}";
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        MqttClientConnectResult result;
        try
        {
            // The token ends it in the client; the wait ends it here, whatever the client is stuck in.
            result = await client.ConnectAsync(clientOptions.Create(), either.Token).WaitAsync(either.Token);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested && BrokerFaults.IsFault(exception))
        {
            throw BrokerFaults.Describe(exception, address, timeout.IsCancellationRequested ? _options.ConnectTimeout : null);
        }

        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw BrokerFaults.Describe(result, address, clientOptions.ClientId, _options.UserName);
        }

        metrics.Connects.Add();
        if (_hadSession && !result.IsSessionPresent)
        {
            metrics.SessionsLost.Add();
            logger.SessionLost();
        }

        _hadSession = true;
        board.Set(MqttSessionState.Connected, null);
        logger.Connected(address, clientOptions.ClientId, result.IsSessionPresent);
        return result;
    }

    private async Task AnnounceAsync(IMqttClient client, MqttConnection connection, CancellationToken stoppingToken)
    {
        foreach (var announcer in announcers)
        {
            announcer.Connected();
        }

        await StoreAsync(stoppingToken); // what holds now goes out before what waited
        await _subscriptions.SubscribeAsync(client, connection, stoppingToken);
    }

    /// <summary>Waits until what was appended is stored, but not for a disk that hangs.</summary>
    private async Task StoreAsync(CancellationToken stoppingToken)
    {
        try
        {
            await outbox.StoreAsync().WaitAsync(StoreWithin, time, stoppingToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // It goes out when it is stored.
        }
    }

    /// <summary>Sends what waits, says that the agent stopped, and leaves in order, so that the broker does not publish the last will.</summary>
    private async Task LeaveAsync(IMqttClient client, MqttConnection connection)
    {
        try
        {
            await connection.FlushAsync(_options.StopTimeout);
            await connection.SettleAsync();
            await connection.SendAsync(agent.Compose(AgentState.Stopped), Lateness.None);
            using var timeout = new CancellationTokenSource(_options.AckTimeout, time);
            await client.DisconnectAsync(
                new MqttClientDisconnectOptions { SessionExpiryInterval = (uint)_options.SessionExpiry.TotalSeconds }, timeout.Token);
            logger.SessionEnded();
        }
        catch (Exception exception) when (exception is OperationCanceledException || BrokerFaults.IsFault(exception))
        {
            logger.LeftWithoutGoodbye(exception.Message);
        }
    }
}
