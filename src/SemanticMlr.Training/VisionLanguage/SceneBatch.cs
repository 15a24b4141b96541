namespace SemanticMlr.Training.VisionLanguage;

/// <summary>Rendered pictures and what holds on them.</summary>
/// <param name="Count">Number of pictures, B.</param>
/// <param name="Pixels">Red, green and blue, [B, S, S, 3].</param>
/// <param name="Truth">Whether each phrase holds, [B, C]: 0 or 1.</param>
/// <param name="Captions">A sentence about each picture.</param>
internal sealed record SceneBatch(int Count, byte[] Pixels, float[] Truth, string[] Captions);
