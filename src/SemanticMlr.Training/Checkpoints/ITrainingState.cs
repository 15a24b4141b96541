namespace SemanticMlr.Training.Checkpoints;

/// <summary>What changes from step to step, and what a checkpoint therefore holds.</summary>
internal interface ITrainingState
{
    /// <summary>The parts, in a fixed order.</summary>
    IReadOnlyList<CheckpointPart> Parts { get; }
}
