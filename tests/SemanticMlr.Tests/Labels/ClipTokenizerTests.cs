using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.Labels;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Labels;

public sealed class ClipTokenizerTests
{
    [Fact]
    public void Encode_WithTheVocabularyOfClip_GivesTheIdsOfClip()
    {
        var folder = Repository.Shared("data", "clip");
        var tokenizer = new TextTokenizer(
            new TokenizerSpecification
            {
                Vocabulary = new BundleFile { File = "vocab.json" },
                Merges = new BundleFile { File = "merges.txt" },
                EndOfWordSuffix = "</w>",
                StartId = 49_406,
                EndId = 49_407,
            },
            folder);
        foreach (var line in File.ReadLines(Path.Combine(folder, "tokens.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var text = document.RootElement.GetProperty("text").GetString()!;
            int[] expected = [.. document.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            var ids = tokenizer.Encode(text);

            // The reference cuts at 77; this tokenizer leaves it to its caller to refuse such texts.
            Assert.Equal(expected, ids.Count <= 77 ? ids : [.. ids.Take(76), ids[^1]]);
        }
    }
}
