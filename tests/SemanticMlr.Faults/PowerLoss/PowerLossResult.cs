namespace SemanticMlr.Faults.PowerLoss;

/// <summary>What losses of power at recorded moments left.</summary>
/// <param name="Prefixes">Moments that were looked at: each is the recording up to a call that changes or flushes something.</param>
/// <param name="Calls">Such calls in the recording.</param>
/// <param name="Starts">Starts of the outbox on rebuilt folders; moments between two flushes leave the same folder.</param>
/// <param name="Messages">Messages whose commit returned in the recording.</param>
/// <param name="Lost">Messages that had been taken on and were not there, over all starts.</param>
/// <param name="RepeatedEpochs">Starts that took an epoch again under which messages had been stored.</param>
/// <param name="Faults">What was lost first, and starts that failed, a line each.</param>
internal sealed record PowerLossResult(int Prefixes, int Calls, int Starts, int Messages, int Lost, int RepeatedEpochs, IReadOnlyList<string> Faults);
