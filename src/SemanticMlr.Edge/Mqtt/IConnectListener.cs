namespace SemanticMlr.Edge.Mqtt;

/// <summary>Something whose retained messages are published again at every connect.</summary>
internal interface IConnectListener
{
    /// <summary>Appends what holds now to the outbox.</summary>
    void Connected();
}
