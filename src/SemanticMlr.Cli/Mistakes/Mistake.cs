namespace SemanticMlr.Cli.Mistakes;

/// <summary>A sample that was judged wrongly for a label.</summary>
/// <param name="Sample">Its number in the table.</param>
/// <param name="Probability">What was said of the label, 0..1.</param>
internal readonly record struct Mistake(int Sample, double Probability);
