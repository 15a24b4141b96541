using System.Text.Json.Serialization;
using SemanticMlr.Faults.PowerLoss;

namespace SemanticMlr.Soak;

/// <summary>The figures of a whole run, as they are written.</summary>
/// <param name="Commit">What was tested.</param>
/// <param name="Command">How to repeat it.</param>
/// <param name="Faults">Faults around running agents.</param>
/// <param name="PowerLoss">Losses of power that leave out whatever was not flushed.</param>
/// <param name="PowerLossByChance">Losses of power that keep a random part of it.</param>
/// <param name="PowerLossSkipped">Why there are none of these, or null.</param>
internal sealed record ReliabilityResult(
    string Commit, string Command, [property: JsonIgnore] FaultSoakResult Faults, [property: JsonIgnore] PowerLossResult? PowerLoss,
    [property: JsonIgnore] PowerLossResult? PowerLossByChance, [property: JsonIgnore] string? PowerLossSkipped)
{
    private const double SlopeLimit = 1;

    public long Events => Faults.Counts.Stored;

    public long Lost => Faults.Counts.Lost + (PowerLoss?.Lost ?? 0) + (PowerLossByChance?.Lost ?? 0);

    public long Duplicates => Faults.Counts.Duplicates;

    public int Kills => Faults.Kills;

    public int Outages => Faults.Outages;

    public int PowerLossPrefixes => PowerLoss?.Prefixes ?? 0;

    public double Hours => Faults.Hours;

    public IReadOnlyDictionary<string, object> Runs => new Dictionary<string, object?>
    {
        ["faults"] = Faults,
        ["powerLoss"] = (object?)PowerLoss ?? PowerLossSkipped,
        ["powerLossByChance"] = (object?)PowerLossByChance ?? PowerLossSkipped,
    }.Where(run => run.Value is not null).ToDictionary(run => run.Key, run => run.Value!);

    /// <summary>Whether nothing was lost, nothing hung, and memory stood.</summary>
    [JsonIgnore]
    public bool IsGood => Lost == 0 && Faults.NotRecovered.Count == 0 && Faults.UnaskedEnds == 0 && (PowerLoss?.RepeatedEpochs ?? 0) == 0 &&
        !(Faults.SlopeCounts && Faults.SlopeMBPerHour >= SlopeLimit);
}
