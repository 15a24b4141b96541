namespace SemanticMlr.Edge.Outbox;

/// <summary>One message on its way to the broker.</summary>
public sealed record OutboxMessage
{
    /// <summary>Where it goes.</summary>
    public required string Topic { get; init; }

    /// <summary>What it says; not written to after the message was appended.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>What its loss costs.</summary>
    public required OutboxClass Class { get; init; }

    /// <summary>MIME type of the payload.</summary>
    public string ContentType { get; init; } = JsonContent;

    /// <summary>Whether the broker keeps it for later subscribers.</summary>
    public bool Retain { get; init; }

    /// <summary>How long the broker keeps it for absent subscribers, or null for ever; see <see cref="IsVoidAfterExpiry"/>.</summary>
    public TimeSpan? Expiry { get; init; }

    /// <summary>The camera whose order it belongs to, or null.</summary>
    public string? Camera { get; init; }

    /// <summary>The start of the agent that numbered it, or 0.</summary>
    public long Epoch { get; init; }

    /// <summary>Its number within camera and class, or 0.</summary>
    public long Number { get; init; }

    /// <summary>What an answer is matched to its request by, or null.</summary>
    public byte[]? CorrelationData { get; init; }

    /// <summary>User properties, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>MIME type of JSON payloads.</summary>
    public const string JsonContent = "application/json";

    /// <summary>
    /// Whether the time of <see cref="Expiry"/> runs from the beginning, as old health or an old answer helps nobody. What was seen is kept within the
    /// bounds of its class, and the broker's time for it begins when the broker has it.
    /// </summary>
    public bool IsVoidAfterExpiry => Class == OutboxClass.State && Expiry is not null;
}
