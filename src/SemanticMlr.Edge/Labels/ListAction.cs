namespace SemanticMlr.Edge.Labels;

/// <summary>What put a list in force.</summary>
public enum ListAction
{
    /// <summary>The start of the agent: the list of the configuration or bundle, or the one in force before.</summary>
    Start,

    /// <summary>A command.</summary>
    Apply,

    /// <summary>A command to go back.</summary>
    Rollback,

    /// <summary>Too many alarms.</summary>
    Canary,

    /// <summary>The list before it expired.</summary>
    Expired,
}
