namespace SemanticMlr.Edge.Mqtt;

/// <summary>An execution provider that could not be used.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Reason">Why.</param>
public sealed record ProviderFailure(string Provider, string Reason);
