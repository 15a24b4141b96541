using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Quantisation;

/// <summary>A form that was made and measured.</summary>
/// <param name="Entry">Its entry, with the file's name in the bundle.</param>
/// <param name="Bytes">Its file.</param>
/// <param name="Golden">What it gives for the golden pictures.</param>
/// <param name="Report">What was found of it.</param>
internal sealed record FormCandidate(EncoderEntry Entry, byte[] Bytes, GoldenSet Golden, FormReport Report);
