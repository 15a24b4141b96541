namespace SemanticMlr.Faults.Plant;

/// <summary>Whom a fault hits.</summary>
internal enum FaultSide
{
    /// <summary>The broker, or the way to it, so that the connection is lost: an outage.</summary>
    Broker,

    /// <summary>The way to the broker, so that it is slow.</summary>
    BrokerPace,

    /// <summary>The camera, or the way to it.</summary>
    Camera,
}
