namespace SemanticMlr.Training.VisionLanguage;

/// <summary>What a head reaches on pictures that neither trained nor test.</summary>
/// <param name="Head">Its name.</param>
/// <param name="Seen">mAP over the phrases trained on, 0..1, ranked together with all others.</param>
/// <param name="Unseen">mAP over the phrases held out, 0..1, ranked together with all others.</param>
public sealed record VisionLanguageFigures(string Head, double Seen, double Unseen);
