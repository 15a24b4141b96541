namespace SemanticMlr.Edge.Commands;

/// <summary>A request that can be answered.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Payload">The request.</param>
/// <param name="ResponseTopic">Where the answer goes.</param>
/// <param name="CorrelationData">What the answer carries, or null.</param>
/// <param name="Expiry">How much longer it is valid from its arrival on, or null where the sender did not say.</param>
/// <param name="ReceivedAt">When it arrived, in ticks of <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record CommandRequest(string Verb, byte[] Payload, string ResponseTopic, byte[]? CorrelationData, TimeSpan? Expiry, long ReceivedAt);
