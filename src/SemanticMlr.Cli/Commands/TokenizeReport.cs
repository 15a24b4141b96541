namespace SemanticMlr.Cli.Commands;

/// <summary>What <c>mlr tokenize</c> found.</summary>
/// <param name="Tokenizer">The folder of the tokenizer.</param>
/// <param name="Texts">Texts compared.</param>
/// <param name="Context">Ids that a text is cut to.</param>
/// <param name="Differences">Each text whose ids differ.</param>
internal sealed record TokenizeReport(string Tokenizer, int Texts, int Context, IReadOnlyList<TokenizeDifference> Differences);
