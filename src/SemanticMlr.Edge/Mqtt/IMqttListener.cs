namespace SemanticMlr.Edge.Mqtt;

/// <summary>Takes messages that come from the broker.</summary>
public interface IMqttListener
{
    /// <summary>The topic filter that is subscribed to at every connect, with QoS 1.</summary>
    string Filter { get; }

    /// <summary>The longest payload that is taken. What is far longer does not even leave the broker.</summary>
    int MaxBytes { get; }

    /// <summary>Whether messages are wanted; where not, the filter is unsubscribed, as the broker may remember it from an earlier start.</summary>
    bool IsWanted => true;

    /// <summary>Takes one message. Messages wait for one another here: must return at once.</summary>
    void Received(IncomingMessage message);
}
