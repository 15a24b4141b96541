namespace SemanticMlr.Training.Tests;

/// <summary>Tests in here run one after the other: the generator of random numbers and the number of threads belong to the process.</summary>
[CollectionDefinition(Name)]
public sealed class TorchTests
{
    public const string Name = "torch";
}
