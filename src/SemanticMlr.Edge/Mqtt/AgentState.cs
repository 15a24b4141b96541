namespace SemanticMlr.Edge.Mqtt;

/// <summary>What the agent as a whole is doing.</summary>
public enum AgentState
{
    /// <summary>It makes the models ready, which can take minutes; it may recognise meanwhile, on another provider.</summary>
    BuildingEngine,

    /// <summary>It recognises.</summary>
    Online,

    /// <summary>It was ended in order.</summary>
    Stopped,

    /// <summary>It is gone; the broker says so in its name.</summary>
    Offline,
}
