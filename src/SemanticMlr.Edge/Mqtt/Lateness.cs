namespace SemanticMlr.Edge.Mqtt;

/// <summary>How late a message goes out.</summary>
internal enum Lateness
{
    /// <summary>It says what is.</summary>
    None,

    /// <summary>It waited longer than <see cref="MqttOptions.LateAfter"/> while the connection stood: it says what was, and nothing newer has gone out.</summary>
    Old,

    /// <summary>It is older than the connection, at whose begin what holds now was sent again.</summary>
    Replayed,
}
