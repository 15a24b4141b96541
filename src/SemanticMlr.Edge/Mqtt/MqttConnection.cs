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
    // A broker that closes without a word may be one that fails: such a message is tried longer than one for which it gives a reason.
    private const int AttemptsWithoutReason = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, OutboxEntry> _underWay = [];
    private readonly CancellationTokenSource _lost = new();
    private readonly SemaphoreSlim _window = new(window);
    private readonly long _since = time.GetTimestamp();
    private string? _reason;
    private bool _isClosedByBroker;
    private bool _isAboutMessage;
    private volatile bool _isProved;

    /// <summary>Why the connection was lost, or null while it stands.</summary>
    public string? LossReason => _reason;

    /// <summary>How long the connection has stood.</summary>
    public TimeSpan Age => time.GetElapsedTime(_since);

    /// <summary>Says that the connection is given up on this side; the first reason counts.</summary>
    public void Lose(string reason)
    {
        lock (_gate)
        {
            _reason ??= reason;
        }

        _lost.Cancel();
    }

    /// <summary>Says that the connection was closed on the other side; the first reason counts.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="isAboutMessage">Whether the broker said that a message was the cause.</param>
    public void Closed(string reason, bool isAboutMessage)
    {
        lock (_gate)
        {
            _isClosedByBroker |= _reason is null;
            _isAboutMessage |= isAboutMessage;
            _reason ??= reason;
        }

        _lost.Cancel();
    }

    /// <summary>Says that the broker answered something, so that the connection is a good one.</summary>
    public void Proved() => _isProved = true;

    /// <summary>Sends what waits and what comes until the connection is lost or the token asks to stop.</summary>
    public async Task DrainAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_lost.Token, stoppingToken);
        try
        {
            while (true)
            {
                await _window.WaitAsync(either.Token);
                OutboxEntry entry;
                try
                {
                    entry = await outbox.TakeAsync(either.Token);
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
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_lost.Token, deadline.Token);
        try
        {
            while (outbox.TryTake(out var entry))
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

        Blame();
        metrics.Repeated.Add(outbox.ReturnTaken());
        _window.Release(window);
    }

    /// <summary>Sends one message and waits for its acknowledgement.</summary>
    /// <returns>Whether the broker took it.</returns>
    public async Task<bool> SendAsync(OutboxMessage message, bool replayed)
    {
        using var timeout = new CancellationTokenSource(options.AckTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_lost.Token, timeout.Token);
        try
        {
            var result = await client.PublishAsync(message.ToMqtt(replayed), either.Token);
            Proved();
            if (!result.IsSuccess)
            {
                logger.MessageRefused(message.Topic, result.ReasonCode, (int)result.ReasonCode);
            }

            return result.IsSuccess;
        }
        catch (Exception exception) when (
            timeout.IsCancellationRequested && exception is OperationCanceledException or MqttCommunicationTimedOutException)
        {
            Lose($"the broker did not acknowledge a message within {options.AckTimeout}");
            throw new MqttCommunicationTimedOutException();
        }
    }

    /// <remarks>The source of <see cref="Lose"/> stays usable: the client may report its end after this.</remarks>
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

    /// <summary>Finds the message for which the broker closes connections, and sets it aside when it did so too often.</summary>
    /// <remarks>
    /// Only a message that was under way alone is blamed; where there were several, each goes alone the next time. A broker that says
    /// nothing of a message and answered nothing on this connection is one that fails, and no message is blamed.
    /// </remarks>
    private void Blame()
    {
        if (!_isClosedByBroker)
        {
            return;
        }

        OutboxEntry[] entries = [.. _underWay.Values];
        foreach (var entry in entries)
        {
            entry.IsSuspect = true;
        }

        if (entries is not [var only] || !(_isAboutMessage || _isProved))
        {
            return;
        }

        only.Losses++;
        if (only.Losses >= (_isAboutMessage ? options.Attempts : Math.Max(options.Attempts, AttemptsWithoutReason)))
        {
            logger.MessageEndsConnections(only.Losses, only.Message.Topic, only.Message.Payload.Length, _reason!);
            outbox.Remove(only);
            metrics.Refused.Add();
        }
    }

    private void Leave(OutboxEntry entry)
    {
        lock (_gate)
        {
            _underWay.Remove(entry.Place);
        }
    }

    private async Task SendAndReleaseAsync(OutboxEntry entry)
    {
        lock (_gate)
        {
            _underWay.Add(entry.Place, entry);
        }

        try
        {
            var accepted = await TryAsync(entry);
            Leave(entry);
            outbox.Remove(entry);
            (accepted ? metrics.Published : metrics.Refused).Add();
        }
        catch (OperationCanceledException)
        {
            // Lost; the message comes out of the outbox again.
        }
        catch (MqttClientUnexpectedDisconnectReceivedException exception)
        {
            Closed(
                $"the broker said {exception.ReasonCode}",
                exception.ReasonCode is { } reason && BrokerFaults.IsAboutMessage((int)reason));
        }
        catch (MqttCommunicationException exception)
        {
            Closed(exception.Message, isAboutMessage: false);
        }
        catch (MqttProtocolViolationException exception)
        {
            logger.MessageInvalid(entry.Message.Topic, exception.Message); // as a response topic that is none
            Leave(entry);
            outbox.Remove(entry);
            metrics.Refused.Add();
        }
        catch (InvalidOperationException exception)
        {
            Leave(entry); // was not sent
            Closed(exception.Message, isAboutMessage: false); // between two messages
        }
#pragma warning disable CA1031 // Nobody waits for this task: what was not foreseen ends the connection, and another one begins.
        catch (Exception exception)
        {
            logger.SessionFailed(exception);
            Lose(exception.Message);
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
        if (entry.Message.PacketBytes() > maxPacket)
        {
            logger.MessageTooLarge(entry.Message.Topic, entry.Message.Payload.Length, maxPacket);
            return false;
        }

        for (var attempt = 1; ; attempt++)
        {
            if (await SendAsync(entry.Message, replayed: entry.AppendedAt < _since))
            {
                return true;
            }

            if (attempt == options.Attempts)
            {
                return false;
            }

            await Task.Delay(options.Reconnect.Initial, time, _lost.Token);
        }
    }
}
