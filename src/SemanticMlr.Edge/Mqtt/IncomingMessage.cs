namespace SemanticMlr.Edge.Mqtt;

/// <summary>A message from the broker.</summary>
public sealed record IncomingMessage
{
    /// <summary>Its topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Its payload.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>Where an answer is wanted, or null.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>What the answer must carry, or null.</summary>
    public byte[]? CorrelationData { get; init; }

    /// <summary>How much longer it is valid, or null where the sender did not say.</summary>
    public TimeSpan? Expiry { get; init; }

    /// <summary>Whether the broker kept it from before this subscription.</summary>
    public bool Retained { get; init; }
}
