namespace SemanticMlr.Cli.Commands;

/// <summary>A text whose ids differ.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Text">The text.</param>
/// <param name="Place">The place of the first id that differs, from 0.</param>
/// <param name="Expected">The ids of the file.</param>
/// <param name="Found">The ids of the tokenizer.</param>
internal sealed record TokenizeDifference(int Line, string Text, int Place, IReadOnlyList<int> Expected, IReadOnlyList<int> Found);
