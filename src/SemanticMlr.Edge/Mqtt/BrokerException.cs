namespace SemanticMlr.Edge.Mqtt;

/// <summary>The broker could not be used; the message says why and what to do.</summary>
/// <param name="message">Why.</param>
/// <param name="state">The state that follows.</param>
/// <param name="needsPerson">Whether only a person can change it.</param>
/// <param name="innerException">The cause.</param>
internal sealed class BrokerException(string message, MqttSessionState state, bool needsPerson, Exception? innerException = null)
    : IOException(message, innerException)
{
    public MqttSessionState State => state;

    public bool NeedsPerson => needsPerson;
}
