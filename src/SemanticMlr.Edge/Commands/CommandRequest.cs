namespace SemanticMlr.Edge.Commands;

/// <summary>A request that can be answered.</summary>
internal sealed record CommandRequest(string Verb, byte[] Payload, string ResponseTopic, byte[]? CorrelationData, TimeSpan? Expiry);
