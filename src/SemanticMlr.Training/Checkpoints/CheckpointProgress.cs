namespace SemanticMlr.Training.Checkpoints;

/// <summary>How far a run is; the rest of a checkpoint is weights.</summary>
/// <param name="Key">What the run is made of (recipe, data, groups held out, seed); another run's checkpoint is never taken up.</param>
/// <param name="Step">Steps done, which is also the number of the next step.</param>
/// <param name="Steps">Steps of the whole run; they set when the learning rate falls.</param>
/// <param name="Seconds">Time spent so far, in seconds.</param>
internal sealed record CheckpointProgress(string Key, long Step, long Steps, double Seconds);
