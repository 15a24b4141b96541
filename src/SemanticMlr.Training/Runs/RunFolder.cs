using System.Text;
using System.Text.Json;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Runs;

/// <summary>The files of a run beside its checkpoint: recipe, log, result, scores of the tiles held out.</summary>
internal sealed class RunFolder
{
    private readonly string _path;

    public RunFolder(string path, Recipe recipe)
    {
        _path = path;
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, "recipe.json"), JsonSerializer.SerializeToUtf8Bytes(recipe, RecipeJson.Default.Recipe));
    }

    /// <summary>Where the tokenizer's files lie during the run.</summary>
    public string Tokenizer => Path.Combine(_path, "tokenizer");

    /// <summary>Adds a line to <c>log.jsonl</c>.</summary>
    public void Log(TrainingProgress progress) =>
        File.AppendAllText(Path.Combine(_path, "log.jsonl"), JsonSerializer.Serialize(progress, RunJson.Default.TrainingProgress) + "\n");

    /// <summary>Writes <c>result.json</c>, and <c>held-out.jsonl</c> where tiles were held out.</summary>
    public void Write(TrainingResult result, IReadOnlyList<TileScore> scores)
    {
        File.WriteAllBytes(Path.Combine(_path, "result.json"), JsonSerializer.SerializeToUtf8Bytes(result, RunJson.Default.TrainingResult));
        if (scores.Count > 0)
        {
            var lines = new StringBuilder();
            foreach (var score in scores)
            {
                lines.Append(JsonSerializer.Serialize(score, RunJson.Default.TileScore)).Append('\n');
            }

            File.WriteAllText(Path.Combine(_path, "held-out.jsonl"), lines.ToString());
        }
    }
}
