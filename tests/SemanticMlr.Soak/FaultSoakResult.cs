using SemanticMlr.Faults.Ledgers;
using SemanticMlr.Faults.Processes;

namespace SemanticMlr.Soak;

/// <summary>What faults around running agents did.</summary>
/// <param name="Hours">How long faults were made.</param>
/// <param name="Seed">What they were drawn from.</param>
/// <param name="Faults">How often each fault was made.</param>
/// <param name="Kills">Agents killed.</param>
/// <param name="Outages">Faults that took the broker away.</param>
/// <param name="NotRecovered">Faults after which no message came within half a minute.</param>
/// <param name="UnaskedEnds">Agents that ended by themselves.</param>
/// <param name="Counts">Of all agents.</param>
/// <param name="Agents">Of each agent.</param>
/// <param name="Missing">Some of what was lost.</param>
/// <param name="AcknowledgedOnly">What the broker acknowledged and lost, a line for every series of numbers.</param>
/// <param name="SlopeMBPerHour">Trend of the working set of the agent that is never killed, over the last three quarters.</param>
/// <param name="SlopeCounts">Whether the run was long enough to judge it, and its agent the same throughout.</param>
/// <param name="Samples">That agent after the recovery from each fault.</param>
internal sealed record FaultSoakResult(
    double Hours,
    int Seed,
    IReadOnlyDictionary<string, int> Faults,
    int Kills,
    int Outages,
    IReadOnlyList<string> NotRecovered,
    int UnaskedEnds,
    LedgerCounts Counts,
    IReadOnlyDictionary<string, LedgerCounts> Agents,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> AcknowledgedOnly,
    double? SlopeMBPerHour,
    bool SlopeCounts,
    IReadOnlyList<ProcessSample> Samples);
