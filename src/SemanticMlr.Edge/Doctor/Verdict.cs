namespace SemanticMlr.Edge.Doctor;

/// <summary>What a finding means for the agent.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The agent runs, with less than it could have.</summary>
    Warning,

    /// <summary>The agent does not start, or does not do what it is there for.</summary>
    Fault,
}
