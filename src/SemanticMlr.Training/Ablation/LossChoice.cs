namespace SemanticMlr.Training.Ablation;

/// <summary>The loss of a row, chosen by validation mAP.</summary>
/// <param name="Task">The task.</param>
/// <param name="Labels">The row.</param>
/// <param name="Chosen">Number of the loss taken, from 0.</param>
/// <param name="ValidationMaps">By loss, in the order of the recipe: kind and validation mAP.</param>
public sealed record LossChoice(string Task, string Labels, int Chosen, IReadOnlyList<KeyValuePair<string, double>> ValidationMaps);
