using System.Text;

namespace SemanticMlr.Bundles;

/// <summary>A byte-level BPE tokenizer with what its text encoder wants of a row, as read from the files that people have.</summary>
/// <param name="Specification">How texts are prepared, and the ids of start and end.</param>
/// <param name="Vocabulary">Token to id, JSON.</param>
/// <param name="Merges">One merge a line, in order of rank.</param>
/// <param name="ContextLength">The most ids of a row, start and end included.</param>
/// <param name="PaddingId">The id that fills a row up.</param>
public sealed record TokenizerSource(TokenizerSpecification Specification, ReadOnlyMemory<byte> Vocabulary, ReadOnlyMemory<byte> Merges, int ContextLength, int PaddingId)
{
    /// <summary>Where the files come from, for faults.</summary>
    public required string Origin { get; init; }

    /// <summary>The tokenizer itself.</summary>
    /// <exception cref="BundleException">Vocabulary or merges are damaged, or lack one of the 256 bytes.</exception>
    public TextTokenizer Create() => new(
        Specification,
        Path.Combine(Origin, Specification.Vocabulary.File),
        Path.Combine(Origin, Specification.Merges.File),
        (path, _) => (path.EndsWith(Specification.Vocabulary.File, StringComparison.Ordinal) ? Vocabulary : Merges).ToArray());

    internal static byte[] JoinMerges(IEnumerable<string> merges) => Encoding.UTF8.GetBytes(string.Join('\n', merges) + "\n");
}
