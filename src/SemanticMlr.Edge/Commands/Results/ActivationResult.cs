using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Mqtt.Messages;

namespace SemanticMlr.Edge.Commands.Results;

/// <summary>One time that a list was put in force.</summary>
internal sealed record ActivationResult(long Activation, ListReference List, LabelsChange Change);
