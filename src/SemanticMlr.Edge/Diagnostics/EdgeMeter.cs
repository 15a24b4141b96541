namespace SemanticMlr.Edge.Diagnostics;

/// <summary>The meter that every instrument of the agent belongs to.</summary>
public static class EdgeMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "SemanticMlr.Edge";
}
