namespace SemanticMlr.Edge.Doctor;

/// <summary>Looks at some things that the agent needs.</summary>
internal interface IDoctorCheck
{
    /// <summary>Looks; faults of what is looked at are findings, not exceptions.</summary>
    IAsyncEnumerable<Finding> RunAsync(CancellationToken cancellationToken);
}
