using System.Text.Json;
using SemanticMlr.Evaluation;
using SemanticMlr.Storage;

namespace SemanticMlr.Training.Ablation;

/// <summary>The cells that are done, one folder each: figures and the scores behind them.</summary>
/// <param name="root">The folder of the comparison; lies outside the work tree.</param>
internal sealed class CellStore(string root)
{
    private const string CellFile = "cell.json";
    private const string ScoresFile = "scores.jsonl";

    /// <summary>The folder of a cell, where its run keeps its checkpoint too.</summary>
    public string Folder(params ReadOnlySpan<string> names)
    {
        var path = root;
        foreach (var name in names)
        {
            path = Path.Combine(path, string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '+' ? letter : '-')));
        }

        return path;
    }

    /// <summary>A cell that is done, or null: one of other inputs does not count.</summary>
    public static AblationCell? Read(string folder, string inputSha256)
    {
        try
        {
            var path = Path.Combine(folder, CellFile);
            return File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllBytes(path), AblationJson.Default.AblationCell) is { } cell && cell.InputSha256 == inputSha256
                ? cell
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a cell: the scores first, so that a cell that is there is whole.</summary>
    public static void Write(string folder, AblationCell cell, EvaluationTable scores)
    {
        Directory.CreateDirectory(folder);
        ScoreLines.Write(Path.Combine(folder, ScoresFile), scores);
        DurableFile.Write(Path.Combine(folder, CellFile), JsonSerializer.SerializeToUtf8Bytes(cell, AblationJson.Default.AblationCell));
    }

    /// <summary>The scores of a cell that is done.</summary>
    public static EvaluationTable Scores(string folder, IReadOnlyList<string>? labels) => ScoreFile.Read(Path.Combine(folder, ScoresFile), labels);
}
