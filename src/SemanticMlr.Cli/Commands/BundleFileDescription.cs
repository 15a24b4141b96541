namespace SemanticMlr.Cli.Commands;

/// <summary>A file of a bundle.</summary>
internal sealed record BundleFileDescription(string Use, string File, long Bytes, string Sha256);
