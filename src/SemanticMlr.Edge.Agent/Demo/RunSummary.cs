namespace SemanticMlr.Edge.Agent.Demo;

/// <summary>What a run did: the last line of stdout of a run with <c>--seconds</c>.</summary>
/// <param name="Frames">Frames recognised.</param>
/// <param name="Dropped">Frames dropped before recognition, for whatever reason.</param>
/// <param name="Detections">Detection messages made.</param>
/// <param name="Published">Messages that the broker acknowledged.</param>
/// <param name="ReviewFrames">Frames picked for review.</param>
/// <param name="Provider">The execution provider that ran.</param>
/// <param name="AgeMs">Age of frames when their decisions were made, capture included.</param>
/// <param name="LabelsSeen">Ids of the labels that held at least once, in alphabetical order.</param>
internal sealed record RunSummary(
    long Frames,
    long Dropped,
    long Detections,
    long Published,
    long ReviewFrames,
    string Provider,
    AgeSummary AgeMs,
    IReadOnlyList<string> LabelsSeen);
