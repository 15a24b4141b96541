namespace SemanticMlr.Training.Tests;

/// <summary>Tests that train or make models, one after the other: a process has one garbage collector to hold off and one generator to seed.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessWide : ICollectionFixture<OneThread>
{
    public const string Name = "process-wide";
}
