namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>The picture that follows a review item.</summary>
internal sealed record ReviewImage(string Sha256, int Bytes, int Width, int Height, int SourceWidth, int SourceHeight);
