namespace SemanticMlr.Edge.Mqtt;

/// <summary>
/// Whether, why and on whose side a connection was lost. The first reason counts; only of an end on the other side, which is reported from several places, the report that
/// knows the broker's reason takes the place of one that merely saw the line break. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // The client may report its end after the connection was disposed.
internal sealed class ConnectionLoss(TimeProvider time)
#pragma warning restore CA1001
{
    private const int Unspecified = 0x80;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _lost = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Why the connection was lost, or null while it stands.</summary>
    public string? Reason { get; private set; }

    /// <summary>The reason that the broker gave for closing the connection, or 0.</summary>
    public int Code { get; private set; }

    /// <summary>Whether it was lost on the other side.</summary>
    public bool IsClosedByBroker { get; private set; }

    /// <summary>Is cancelled when the connection is lost.</summary>
    public CancellationToken Token => _lost.Token;

    /// <summary>Says that the connection is given up on this side.</summary>
    public void GivenUp(string reason)
    {
        lock (_gate)
        {
            Reason ??= reason;
        }

        _lost.Cancel();
    }

    /// <summary>Says that the connection was closed on the other side.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="code">The reason that the broker gave, or 0.</param>
    public void Closed(string reason, int code)
    {
        lock (_gate)
        {
            if (Reason is null || (IsClosedByBroker && !IsReason(Code) && IsReason(code)))
            {
                (Reason, Code, IsClosedByBroker) = (reason, code, true);
            }
        }

        _lost.Cancel();
    }

    /// <summary>Cancels <see cref="Token"/> after a time, without a reason: the agent stops and waits no longer.</summary>
    public void CancelAfter(TimeSpan limit) => _lost.CancelAfter(limit);

    // The client reports a line that broke with the code for "unspecified".
    private static bool IsReason(int code) => code is not 0 and not Unspecified;
}
