namespace SemanticMlr.Faults.Ledgers;

/// <summary>What became of the messages of an agent.</summary>
/// <param name="Stored">Messages that the agent took on: their commit returned.</param>
/// <param name="Dropped">Those of them that it gave up at a bound, and said so.</param>
/// <param name="Received">Those that the subscriber has.</param>
/// <param name="Acknowledged">Those whose PUBACK the proxy saw.</param>
/// <param name="AcknowledgedOnly">Those that the broker acknowledged and the subscriber never got: lost by a broker that was killed or wiped.</param>
/// <param name="Lost">Those that are neither dropped nor delivered.</param>
/// <param name="Duplicates">Deliveries to the subscriber beyond the first.</param>
internal sealed record LedgerCounts(long Stored, long Dropped, long Received, long Acknowledged, long AcknowledgedOnly, long Lost, long Duplicates)
{
    public static LedgerCounts operator +(LedgerCounts one, LedgerCounts other) => new(
        one.Stored + other.Stored, one.Dropped + other.Dropped, one.Received + other.Received, one.Acknowledged + other.Acknowledged,
        one.AcknowledgedOnly + other.AcknowledgedOnly, one.Lost + other.Lost, one.Duplicates + other.Duplicates);
}
