namespace SemanticMlr.Training.Tests;

/// <summary>
/// Tests that train or make models, one after the other and beside no others: a process has one garbage collector to hold off, one generator to seed and
/// one working set to measure.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide : ICollectionFixture<OneThread>
{
    public const string Name = "process-wide";
}
