namespace SemanticMlr.Edge.Outbox;

/// <summary>Kinds of messages by what their loss costs, cheapest first.</summary>
public enum OutboxClass
{
    /// <summary>Pictures for review.</summary>
    Frame,

    /// <summary>Detections and review items.</summary>
    Event,

    /// <summary>What holds now: states, labels, health, answers to commands. Sent before all others.</summary>
    State,
}
