namespace SemanticMlr.Edge.Decisions;

/// <summary>What holds for one label in one region.</summary>
/// <param name="Label">The label's id.</param>
/// <param name="Score">Its probability in this frame, 0..1.</param>
/// <param name="On">Whether it holds.</param>
/// <param name="Since">Capture time of the first frame of the run that decided so.</param>
public sealed record LabelDecision(string Label, double Score, bool On, DateTimeOffset Since);
