using SemanticMlr.Edge.Mqtt.Messages;

namespace SemanticMlr.Edge.Commands.Results;

/// <summary>A list that can be put in force again.</summary>
internal sealed record KeptListResult(ListReference List, string Sha256, string? Key, bool IsDefault, bool InForce);
