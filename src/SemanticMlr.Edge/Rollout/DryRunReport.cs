namespace SemanticMlr.Edge.Rollout;

/// <summary>What a proposed list makes of recent frames.</summary>
/// <param name="Frames">Frames that were scored.</param>
/// <param name="Regions">Their regions.</param>
/// <param name="From">When the first was captured; null without frames.</param>
/// <param name="To">When the last was captured; null without frames.</param>
/// <param name="Cameras">The cameras they come from.</param>
/// <param name="AlarmsPerFrame">Labels at or above their threshold a frame, under the proposal.</param>
/// <param name="AlarmsPerFrameBefore">The same under the list in force.</param>
/// <param name="Labels">The labels of the proposal, enabled ones only.</param>
/// <param name="Removed">Labels that only the list in force has, with the regions in which they hold.</param>
/// <param name="Warnings">What is worth knowing.</param>
/// <param name="Images">Frames on which new or changed labels score highest.</param>
internal sealed record DryRunReport(
    int Frames,
    int Regions,
    DateTimeOffset? From,
    DateTimeOffset? To,
    IReadOnlyList<string> Cameras,
    double AlarmsPerFrame,
    double AlarmsPerFrameBefore,
    IReadOnlyList<DryRunLabel> Labels,
    IReadOnlyDictionary<string, int> Removed,
    IReadOnlyList<ListFault> Warnings,
    IReadOnlyList<DryRunImage> Images);
