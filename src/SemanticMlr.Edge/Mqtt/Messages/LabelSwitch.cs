namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>Whether a label holds.</summary>
internal enum LabelSwitch
{
    /// <summary>It does not.</summary>
    Off,

    /// <summary>It holds.</summary>
    On,
}
