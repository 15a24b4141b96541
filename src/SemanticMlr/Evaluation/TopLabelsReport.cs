namespace SemanticMlr.Evaluation;

/// <summary>What the K best labels of each sample are worth, averaged over samples (single-positive papers), beside the counts of all samples together.</summary>
/// <param name="K">Labels said of each sample.</param>
/// <param name="Precision">Mean over samples of the share of the labels said that hold, 0..1.</param>
/// <param name="Recall">Mean over samples of the share of the labels that hold that are said, 0..1; samples without positives are left out.</param>
/// <param name="MicroPrecision">All hits over all labels said.</param>
/// <param name="MicroRecall">All hits over all positives.</param>
/// <param name="MicroF1">Harmonic mean of both: F1@K of the zero-shot papers.</param>
public sealed record TopLabelsReport(int K, double Precision, double Recall, double MicroPrecision, double MicroRecall, double MicroF1);
