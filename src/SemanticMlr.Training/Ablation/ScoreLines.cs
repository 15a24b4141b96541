using System.Text;
using System.Text.Json;
using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.Ablation;

/// <summary>Writes scores as <c>mlr eval --scores</c> reads them, so that anybody can count them again.</summary>
internal static class ScoreLines
{
    /// <summary>What parts the image from the number of its sample in an id.</summary>
    public const char Separator = '#';

    /// <summary>The image of a sample's id.</summary>
    public static string ImageOf(string id) => id[..id.LastIndexOf(Separator)];

    /// <summary>Writes a file, a line a sample; the id is the image and the number of the sample.</summary>
    public static void Write(string path, EvaluationTable table)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        for (var sample = 0; sample < table.Samples; sample++)
        {
            var index = sample;
            string[] Of(Truth truth) => [.. table.Labels.Where((_, label) => table.TruthOf(label)[index] == truth)];
            var line = new Dictionary<string, object>
            {
                ["id"] = $"{table.Images[table.ImageOfSample[sample]]}{Separator}{sample}",
                ["labels"] = Of(Truth.Present),
                ["scores"] = table.Labels.Index().ToDictionary(label => label.Item, label => table.Logits(label.Index)[index]),
                ["unknown"] = Of(Truth.Unknown),
            };
            writer.WriteLine(JsonSerializer.Serialize(line));
        }
    }
}
