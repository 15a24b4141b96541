using System.Text;
using System.Text.Json;

namespace SemanticMlr.Training.Runs;

/// <summary>The files of a run beside its checkpoint: recipe, log, result, scores of the tiles held out.</summary>
internal sealed class RunFolder
{
    private readonly string _path;

    /// <param name="path">The folder.</param>
    /// <param name="recipe">The recipe, as JSON.</param>
    public RunFolder(string path, byte[] recipe)
    {
        _path = path;
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, "recipe.json"), recipe);
    }

    /// <summary>Where the tokenizer's files lie during the run.</summary>
    public string Tokenizer => Path.Combine(_path, "tokenizer");

    /// <summary>Adds a line to <c>log.jsonl</c>.</summary>
    public void Log(TrainingProgress progress) => Log("log.jsonl", JsonSerializer.Serialize(progress, RunJson.Default.TrainingProgress));

    /// <summary>Adds a line to a file.</summary>
    public void Log(string file, string line) => File.AppendAllText(Path.Combine(_path, file), line + "\n");

    /// <summary>Writes <c>result.json</c>.</summary>
    /// <param name="result">The result, as JSON.</param>
    public void Write(byte[] result) => File.WriteAllBytes(Path.Combine(_path, "result.json"), result);

    /// <summary>Writes <c>result.json</c>, and <c>held-out.jsonl</c> where tiles were held out.</summary>
    public void Write(TrainingResult result, IReadOnlyList<TileScore> scores)
    {
        Write(JsonSerializer.SerializeToUtf8Bytes(result, RunJson.Default.TrainingResult));
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
