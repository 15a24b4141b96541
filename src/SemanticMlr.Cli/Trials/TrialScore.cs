namespace SemanticMlr.Cli.Trials;

/// <summary>A label in a picture.</summary>
/// <param name="Label">Its id.</param>
/// <param name="Text">Its text.</param>
/// <param name="Probability">0 to 1.</param>
/// <param name="Rank">Its place among all labels of the picture, from 1.</param>
/// <param name="Holds">Whether it reaches its threshold.</param>
/// <param name="Region">The region.</param>
internal sealed record TrialScore(string Label, string Text, double Probability, int Rank, bool Holds, string Region);
