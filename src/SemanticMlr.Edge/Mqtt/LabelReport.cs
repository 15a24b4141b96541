namespace SemanticMlr.Edge.Mqtt;

/// <summary>One label in force, as published.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What the text encoder reads.</param>
/// <param name="Severity">How serious it is: <c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Threshold">Probability from which it holds, 0..1.</param>
/// <param name="Provisional">Whether no calibration is known for it.</param>
public sealed record LabelReport(string Id, string Text, string Severity, double Threshold, bool Provisional);
