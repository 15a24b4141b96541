using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>One connection that stands: drains the outbox through a window of unacknowledged messages until the connection is lost.</summary>
internal sealed class MqttConnection(
    IMqttClient client,
    int window,
    long maxPacket,
    MessageOutbox outbox,
    MqttOptions options,
    MessagingMetrics metrics,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    // For what is under way and the last word, beyond the time for what waits.
    private static readonly TimeSpan GoodbyeWithin = TimeSpan.FromSeconds(2);

    private readonly MessagesUnderWay _underWay = new(outbox, options, metrics, logger);
    private readonly SemaphoreSlim _window = new(window);
    private readonly long _since = time.GetTimestamp();
    private readonly ReplaySource _source = new(outbox, options, time);
    private volatile bool _isProved;
    private long _lastAnswer = time.GetTimestamp();

    /// <summary>Whether and why the connection was lost.</summary>
    public ConnectionLoss Loss { get; } = new(time);

    /// <summary>How long the connection has stood.</summary>
    public TimeSpan Age => time.GetElapsedTime(_since);

    /// <summary>How long nothing was heard from the broker.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _lastAnswer));

    /// <summary>Says that the broker answered something, so that the connection is a good one.</summary>
    public void Proved()
    {
        _isProved = true;
        Volatile.Write(ref _lastAnswer, time.GetTimestamp());
    }

    /// <summary>Sends what waits and what comes until the connection is lost or the token asks to stop.</summary>
    public async Task DrainAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Loss.Token, stoppingToken);
        await using var deadline = stoppingToken.Register(() => Loss.CancelAfter(options.StopTimeout + GoodbyeWithin));
        try
        {
            while (true)
            {
                await _window.WaitAsync(either.Token);
                OutboxEntry entry;
                try
                {
                    entry = await _source.TakeAsync(either.Token);
                }
                catch (OperationCanceledException)
                {
                    _window.Release();
                    throw;
                }

                await BeginAsync(entry, either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Lost or asked to stop.
        }
    }

    /// <summary>Sends what still waits, for at most the given time.</summary>
    public async Task FlushAsync(TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Loss.Token, deadline.Token);
        try
        {
            await outbox.StoreAsync().WaitAsync(either.Token);
            while (_source.TryTake() is { } entry)
            {
                await _window.WaitAsync(either.Token);
                await BeginAsync(entry, either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            logger.FlushIncomplete(outbox.Count);
        }
    }

    /// <summary>Waits until nothing is under way any more, then gives everything unacknowledged back to the outbox.</summary>
    public async Task SettleAsync()
    {
        for (var held = 0; held < window; held++)
        {
            await _window.WaitAsync(CancellationToken.None); // every sender ends by acknowledgement, loss or its own timeout
        }

        if (Loss.IsClosedByBroker && (BrokerFaults.IsAboutMessage(Loss.Code) || !BrokerFaults.NeedsPerson(Loss.Code)))
        {
            _underWay.Blame(Loss.Reason!, BrokerFaults.IsAboutMessage(Loss.Code), _isProved);
        }

        metrics.Repeated.Add(outbox.ReturnTaken());
        _window.Release(window);
    }

    /// <summary>Sends one message and waits for its acknowledgement.</summary>
    /// <returns>What the broker said.</returns>
    public async Task<MqttClientPublishResult> SendAsync(OutboxMessage message, Lateness lateness)
    {
        using var timeout = new CancellationTokenSource(options.AckTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Loss.Token, timeout.Token);
        try
        {
            var result = await client.PublishAsync(message.ToMqtt(lateness), either.Token);
            Proved();
            metrics.Answers.Add();
            if (!result.IsSuccess)
            {
                logger.MessageRefused(message.Topic, result.ReasonCode, (int)result.ReasonCode);
            }

            return result;
        }
        catch (Exception exception) when (
            timeout.IsCancellationRequested && exception is OperationCanceledException or MqttCommunicationTimedOutException)
        {
            Loss.GivenUp($"the broker did not acknowledge a message within {options.AckTimeout}");
            throw new MqttCommunicationTimedOutException();
        }
    }

    public void Dispose() => _window.Dispose();

    /// <summary>Sends a message through the slot that is held for it; one under suspicion goes alone, and is waited for.</summary>
    private async Task BeginAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (!entry.IsSuspect)
        {
            _ = SendAndReleaseAsync(entry);
            return;
        }

        var held = 1;
        try
        {
            for (; held < window; held++)
            {
                await _window.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            _window.Release(held);
            throw;
        }

        await SendAndReleaseAsync(entry);
        if (window > 1)
        {
            _window.Release(window - 1);
        }
    }

    private async Task SendAndReleaseAsync(OutboxEntry entry)
    {
        _underWay.Add(entry);
        try
        {
            var accepted = await TryAsync(entry);
            _underWay.Remove(entry);
            outbox.Remove(entry);
            (accepted ? metrics.Published : metrics.Refused).Add();
        }
        catch (OperationCanceledException)
        {
            // Lost; the message comes out of the outbox again.
        }
        catch (MqttClientUnexpectedDisconnectReceivedException exception)
        {
            var code = (int?)exception.ReasonCode ?? 0;
            Loss.Closed(BrokerFaults.Describe(code), code);
        }
        catch (MqttCommunicationException exception)
        {
            Loss.Closed(exception.Message, code: 0);
        }
        catch (MqttProtocolViolationException exception)
        {
            Loss.GivenUp(BrokerFaults.BreaksProtocol(exception)); // the message was looked at before
        }
        catch (InvalidOperationException exception)
        {
            _underWay.Remove(entry); // was not sent
            Loss.Closed(exception.Message, code: 0); // between two messages
        }
#pragma warning disable CA1031 // Nobody waits for this task: what was not foreseen ends the connection, and another one begins.
        catch (Exception exception)
        {
            logger.SessionFailed(exception);
            Loss.GivenUp(exception.Message);
        }
#pragma warning restore CA1031
        finally
        {
            _window.Release();
        }
    }

    /// <summary>Sends a message until it is accepted, at most so often: one that is refused for good must not stop those behind it.</summary>
    private async Task<bool> TryAsync(OutboxEntry entry)
    {
        if (entry.Message.FaultOf() is { } fault)
        {
            logger.MessageInvalid(entry.Message.Topic, fault); // as a response topic that is none
            return false;
        }

        if (entry.Message.PacketBytes() > maxPacket)
        {
            logger.MessageTooLarge(entry.Message.Topic, entry.Message.Payload.Length, maxPacket);
            return false;
        }

        for (var attempt = 1; ; attempt++)
        {
            var message = entry.Message.IsVoidAfterExpiry ? entry.Message with { Expiry = entry.Message.Expiry - outbox.AgeOf(entry) } : entry.Message;
            var result = await SendAsync(message, _source.LatenessOf(entry));
            if (result.IsSuccess)
            {
                return true;
            }

            // A quota is lifted again; until then the message keeps its slot of the window, and few others follow.
            var isTransient = result.ReasonCode is MqttClientPublishReasonCode.QuotaExceeded or MqttClientPublishReasonCode.PacketIdentifierInUse;
            if (attempt >= options.Attempts && !isTransient)
            {
                return false;
            }

            await Task.Delay(attempt < options.Attempts ? options.Reconnect.Initial : options.Reconnect.Longest, time, Loss.Token);
        }
    }
}
