namespace SemanticMlr.Edge.Mqtt;

/// <summary>An engine in the making, as published.</summary>
/// <param name="Provider">The provider that it is for, as <c>tensorrt</c>.</param>
/// <param name="ElapsedSeconds">How long it has been building.</param>
public sealed record BuildReport(string Provider, double ElapsedSeconds);
