using System.Text.Json;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>The files of a head's run beside its checkpoint: recipe, log, curves, result.</summary>
internal sealed class HeadRunFolder
{
    private readonly string _path;

    public HeadRunFolder(string path, HeadRecipe recipe)
    {
        _path = path;
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, "recipe.json"), JsonSerializer.SerializeToUtf8Bytes(recipe, HeadRecipeJson.Options));
    }

    private string LogFile => Path.Combine(_path, "log.jsonl");

    /// <summary>Adds a pass to <c>log.jsonl</c>.</summary>
    public void Log(PassReport report) => File.AppendAllText(LogFile, JsonSerializer.Serialize(report, HeadJson.Default.PassReport) + "\n");

    /// <summary>Takes away the passes of the log that a checkpoint does not know, which an interrupt left behind.</summary>
    public void CutLog(int passes)
    {
        if (File.Exists(LogFile))
        {
            File.WriteAllLines(LogFile, File.ReadAllLines(LogFile).Take(passes));
        }
    }

    /// <summary>Writes <c>result.json</c> and <c>curves.png</c>.</summary>
    public void Write(HeadResult result)
    {
        File.WriteAllBytes(Path.Combine(_path, "result.json"), JsonSerializer.SerializeToUtf8Bytes(result, HeadJson.Default.HeadResult));
        TrainingCurves.Write(Path.Combine(_path, "curves.png"), [.. File.ReadLines(LogFile).Select(line => JsonSerializer.Deserialize(line, HeadJson.Default.PassReport)!)]);
    }
}
