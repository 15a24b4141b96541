using System.Text;
using System.Text.Json;
using SemanticMlr.Datasets;
using SemanticMlr.Storage;

namespace SemanticMlr.Edge.Review;

/// <summary>The files of the review folder: pictures, items, all answers, and the data set of the last answers.</summary>
/// <remarks>Files are written aside and renamed. Not thread-safe; the store guards it.</remarks>
internal sealed class ReviewFolder(string path)
{
    public const string DatasetName = "dataset.jsonl";
    private const string AnswersName = "answers.jsonl";

    public string Path => path;

    private string Images => System.IO.Path.Combine(path, "images");

    private string HeatMaps => System.IO.Path.Combine(path, "heatmaps");

    private string Items => System.IO.Path.Combine(path, "items");

    public void Create()
    {
        Directory.CreateDirectory(Images);
        Directory.CreateDirectory(Items);
        Directory.CreateDirectory(HeatMaps);
        foreach (var pending in Directory.EnumerateFiles(path, "*" + DurableFile.PendingExtension, SearchOption.AllDirectories).ToArray())
        {
            File.Delete(pending); // never finished
        }
    }

    /// <summary>The bytes that an item's pictures take.</summary>
    public static long BytesOf(ReviewItem item) => item.Jpeg.Length + item.HeatMaps.Sum(map => (long)map.Png.Length);

    /// <summary>The ids of all whole items, oldest first, with the sizes of their pictures.</summary>
    public IReadOnlyList<(Guid Id, long Bytes)> List()
    {
        const int IdLength = 36;
        var heatMaps = new DirectoryInfo(HeatMaps).EnumerateFiles().Where(file => file.Name.Length > IdLength)
            .ToLookup(file => file.Name[..IdLength], file => file.Length);
        return
        [
            .. new DirectoryInfo(Images).EnumerateFiles("*.jpg")
                .Select(file => (Parsed: Guid.TryParse(System.IO.Path.GetFileNameWithoutExtension(file.Name), out var id), Id: id, file.Length))
                .Where(file => file.Parsed && System.IO.Path.Exists(ItemOf(file.Id)))
                .OrderBy(file => file.Id.ToString(), StringComparer.Ordinal)
                .Select(file => (file.Id, file.Length + heatMaps[file.Id.ToString("D")].Sum())),
        ];
    }

    /// <summary>Writes pictures and item, or nothing.</summary>
    public void Write(ReviewItem item)
    {
        var (image, description) = (ImageOf(item.Id), ItemOf(item.Id));
        try
        {
            DurableFile.Write(image, item.Jpeg);
            foreach (var map in item.HeatMaps)
            {
                DurableFile.Write(HeatMapOf(item.Id, map.Label), map.Png);
            }

            DurableFile.Write(description, JsonSerializer.SerializeToUtf8Bytes(Describe(item), ReviewJson.Default.StoredReview));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            foreach (var file in new[] { image, image + DurableFile.PendingExtension, description, description + DurableFile.PendingExtension }.Concat(HeatMapsOf(item.Id)))
            {
                TryDelete(file); // a full disk needs the room
            }

            throw;
        }
    }

    public StoredReview ReadItem(Guid id) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(ItemOf(id)), ReviewJson.Default.StoredReview)
        ?? throw new JsonException("expected an object, found null");

    public void Delete(Guid id)
    {
        foreach (var map in HeatMapsOf(id))
        {
            File.Delete(map);
        }

        File.Delete(ImageOf(id));
        File.Delete(ItemOf(id));
    }

    /// <summary>Every answer so far, in order; lines that cannot be read are passed to <paramref name="damaged"/>.</summary>
    public IReadOnlyList<ReviewAnswer> ReadAnswers(Action<string> damaged)
    {
        var file = System.IO.Path.Combine(path, AnswersName);
        var answers = new List<ReviewAnswer>();
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            try
            {
                if (JsonSerializer.Deserialize(line, ReviewJson.Default.ReviewAnswer) is { } answer)
                {
                    answers.Add(answer);
                }
            }
            catch (JsonException exception)
            {
                damaged(exception.Message); // a power cut can leave half a last line
            }
        }

        return answers;
    }

    public void Append(ReviewAnswer answer)
    {
        using var stream = new FileStream(System.IO.Path.Combine(path, AnswersName), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        var isWhole = stream.Length == 0;
        if (!isWhole)
        {
            stream.Seek(-1, SeekOrigin.End);
            isWhole = stream.ReadByte() == '\n';
        }

        if (!isWhole)
        {
            stream.WriteByte((byte)'\n'); // ends half a line that a power cut left
        }

        stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(answer, ReviewJson.Default.ReviewAnswer), (byte)'\n']);
        stream.Flush(flushToDisk: true);
    }

    public void WriteDataset(IEnumerable<string> lines) =>
        DurableFile.Write(System.IO.Path.Combine(path, DatasetName), Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    /// <summary>The line of the data set that an answer makes of an item. What the answer leaves out is unknown.</summary>
    public static string Line(StoredReview item, ReviewAnswer answer) => JsonSerializer.Serialize(
        new DatasetRecord
        {
            Image = $"images/{item.Id:D}.jpg",
            Width = item.Width,
            Height = item.Height,
            Labels = [.. answer.Labels.Where(label => label.Value == true).Select(label => label.Key)],
            Unknown = [.. item.LabelIds().Where(label => answer.Labels.GetValueOrDefault(label) is null)],
        },
        DatasetJson.Default.DatasetRecord);

    private static StoredReview Describe(ReviewItem item) => new()
    {
        Id = item.Id,
        Camera = item.Camera,
        CapturedAt = item.CapturedAt,
        Frame = item.Frame,
        Bundle = item.Source.Bundle,
        Head = item.Source.Head,
        ListId = item.Source.ListId,
        ListVersion = item.Source.ListVersion,
        Reason = item.Reason,
        Regions = item.Regions,
        Width = item.Width,
        Height = item.Height,
        Bytes = item.Jpeg.Length,
        Sha256 = item.Sha256,
    };

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What made the write fail is said; this is the same.
        }
    }

    private string ImageOf(Guid id) => System.IO.Path.Combine(Images, $"{id:D}.jpg");

    private string HeatMapOf(Guid id, string label) => System.IO.Path.Combine(HeatMaps, $"{id:D}.{label}.png");

    /// <summary>The files of an item's heat maps, unfinished ones too.</summary>
    private string[] HeatMapsOf(Guid id) => Directory.Exists(HeatMaps) ? Directory.GetFiles(HeatMaps, $"{id:D}.*") : [];

    private string ItemOf(Guid id) => System.IO.Path.Combine(Items, $"{id:D}.json");
}
