using System.Globalization;
using SemanticMlr.Evaluation;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Mistakes;

/// <summary>Writes sheets of the worst mistakes: for each label one of false alarms and one of misses, where there are any.</summary>
/// <param name="folder">Where they go; made where it is missing.</param>
/// <param name="count">The most pictures of a sheet.</param>
internal sealed class MistakeSheets(string folder, int count)
{
    /// <summary>Writes the sheets.</summary>
    /// <param name="table">Scores and truth of all samples.</param>
    /// <param name="pictures">What was scored.</param>
    /// <param name="snapshot">The thresholds.</param>
    /// <param name="cancellationToken">Ends it between two sheets.</param>
    /// <returns>The files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IReadOnlyList<string> Write(EvaluationTable table, RememberedPictures pictures, RecognitionSnapshot snapshot, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var (places, files) = (pictures.Places(), new List<string>());
        for (var label = 0; label < table.Labels.Count; label++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var threshold = snapshot.Threshold(label);
            Write(table, pictures, places, WorstMistakes.FalseAlarms(table, label, threshold, count), Path.Combine(folder, $"{table.Labels[label]}.false-alarms.png"), files);
            Write(table, pictures, places, WorstMistakes.Misses(table, label, threshold, count), Path.Combine(folder, $"{table.Labels[label]}.misses.png"), files);
        }

        return files;
    }

    private static void Write(
        EvaluationTable table, RememberedPictures pictures, IReadOnlyList<(int Picture, int Sample)> places, IReadOnlyList<Mistake> mistakes, string path, List<string> files)
    {
        if (mistakes.Count == 0)
        {
            File.Delete(path); // one of an earlier run would say otherwise
            return;
        }

        using var sheet = new ContactSheet(mistakes.Count);
        foreach (var (place, mistake) in mistakes.Index())
        {
            var (index, sample) = places[mistake.Sample];
            using var picture = pictures.Read(index);
            var region = picture.Samples[sample].Region;
            var name = Path.GetFileNameWithoutExtension(table.Images[table.ImageOfSample[mistake.Sample]]);
            sheet.Draw(place, picture.Pixels, region.Rectangle, string.Create(CultureInfo.InvariantCulture, $"{mistake.Probability:0.00} {name} {region.Name}"));
        }

        sheet.Save(path);
        files.Add(path);
    }
}
