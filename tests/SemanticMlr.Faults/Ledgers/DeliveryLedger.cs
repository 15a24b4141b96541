using System.Globalization;
using System.Text;

namespace SemanticMlr.Faults.Ledgers;

/// <summary>Compares what an agent took on, by its ledger file, with what arrived. Thread-safe.</summary>
/// <param name="file">The agent's <c>Outbox:LedgerFile</c>, which need not exist yet.</param>
internal sealed class DeliveryLedger(string file)
{
    private readonly Lock _gate = new();
    private readonly HashSet<MessageNumber> _stored = [];
    private readonly HashSet<MessageNumber> _dropped = [];
    private readonly HashSet<MessageNumber> _received = [];
    private readonly HashSet<MessageNumber> _acknowledged = [];
    private readonly Dictionary<string, long> _arrived = new(StringComparer.Ordinal);
    private long _duplicates;
    private long _read;

    /// <summary>Notes that the subscriber got a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isRetained">Whether the broker sent it from memory to a new subscription: no second delivery.</param>
    public void Received(MessageNumber message, bool isRetained)
    {
        lock (_gate)
        {
            if (_received.Add(message))
            {
                _arrived[message.Camera] = _arrived.GetValueOrDefault(message.Camera) + 1;
            }
            else if (!isRetained)
            {
                _duplicates++;
            }
        }
    }

    /// <summary>Notes that the broker acknowledged a message.</summary>
    public void Acknowledged(MessageNumber message)
    {
        lock (_gate)
        {
            _acknowledged.Add(message);
        }
    }

    /// <summary>Messages of a camera that the subscriber got so far.</summary>
    public long Arrived(string camera)
    {
        lock (_gate)
        {
            return _arrived.GetValueOrDefault(camera);
        }
    }

    /// <summary>The messages that were taken on up to now and that did not arrive.</summary>
    public IReadOnlyList<MessageNumber> Missing()
    {
        lock (_gate)
        {
            ReadFile();
            return [.. _stored.Where(IsMissing)];
        }
    }

    /// <summary>Those of the messages that still did not arrive.</summary>
    public IReadOnlyList<MessageNumber> StillMissing(IReadOnlyList<MessageNumber> messages)
    {
        lock (_gate)
        {
            ReadFile();
            return [.. messages.Where(IsMissing)];
        }
    }

    /// <summary>Counts; <see cref="LedgerCounts.Lost"/> holds what is under way, too, where the agent still sends.</summary>
    public LedgerCounts Count()
    {
        lock (_gate)
        {
            ReadFile();
            return new LedgerCounts(
                _stored.Count, _dropped.Count, _stored.Count(_received.Contains), _stored.Count(_acknowledged.Contains),
                _stored.Count(IsAcknowledgedOnly),
                _stored.Count(IsMissing), _duplicates);
        }
    }

    /// <summary>What the broker acknowledged and the subscriber never got, a line for every series of numbers.</summary>
    public IReadOnlyList<string> AcknowledgedOnly()
    {
        lock (_gate)
        {
            return
            [
                .. _stored.Where(IsAcknowledgedOnly)
                    .GroupBy(message => message with { Number = 0 })
                    .Select(series => string.Create(
                        CultureInfo.InvariantCulture,
                        $"epoch {series.Key.Epoch}, {series.Key.Class} of {series.Key.Camera}: {series.Count()} from {series.Min(message => message.Number)} to {series.Max(message => message.Number)}"))
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    private bool IsAcknowledgedOnly(MessageNumber message) => _acknowledged.Contains(message) && !_received.Contains(message) && !_dropped.Contains(message);

    private bool IsMissing(MessageNumber message) => !_received.Contains(message) && !_acknowledged.Contains(message) && !_dropped.Contains(message);

    private void ReadFile()
    {
        if (!File.Exists(file))
        {
            return;
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = _read;
        var bytes = new byte[stream.Length - _read];
        stream.ReadExactly(bytes);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1; // the agent may be writing the rest
        _read += whole;
        foreach (var line in Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var (isStored, message) in ReadLine(line))
            {
                (isStored ? _stored : _dropped).Add(message);
            }
        }
    }

    /// <summary>The messages of a line; none of one that a killed agent did not finish, which says nothing of what it took on.</summary>
    internal static IEnumerable<(bool IsStored, MessageNumber Message)> ReadLine(string line)
    {
        var words = line.Split(' ');
        if (words is not [("stored" or "dropped") and var verb, var epoch, var kind, var camera, var first, var last])
        {
            yield break;
        }

        var (from, to) = (Parse(first), Parse(last));
        for (var number = from; number <= to; number++)
        {
            yield return (verb == "stored", new MessageNumber(Parse(epoch), string.Intern(kind), string.Intern(camera), number));
        }

        static long Parse(string word) => long.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
