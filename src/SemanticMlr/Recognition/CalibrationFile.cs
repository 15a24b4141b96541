using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Storage;

namespace SemanticMlr.Recognition;

/// <summary>How the logits of one encoder, head and label list become probabilities and decisions. Data of the plant: part of no hash.</summary>
public sealed record CalibrationFile
{
    /// <summary>The schema this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The name of the file that rules the label list in the same folder.</summary>
    public const string FileName = "calibration.json";

    /// <summary>The largest file, in bytes.</summary>
    public const long MaxBytes = 4 << 20;

    /// <summary>The schema of the file.</summary>
    [JsonRequired]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Identity of the bundle, as <c>pcb-defects@3</c>: for people; what counts are the hashes.</summary>
    [JsonRequired]
    public string Bundle { get; init; } = "";

    /// <summary>Name of the head: for people.</summary>
    [JsonRequired]
    public string Head { get; init; } = "";

    /// <summary>SHA-256 of the image encoder that gave the logits.</summary>
    [JsonRequired]
    public string EncoderSha256 { get; init; } = "";

    /// <summary>SHA-256 of the head that gave the logits.</summary>
    [JsonRequired]
    public string HeadSha256 { get; init; } = "";

    /// <summary>Content hash of the label table that gave the logits.</summary>
    [JsonRequired]
    public string ListHash { get; init; } = "";

    /// <summary>The rule that chose the thresholds, as <c>recall 0.98</c>: for people.</summary>
    [JsonRequired]
    public string Rule { get; init; } = "";

    /// <summary>The calibration per label id.</summary>
    [JsonRequired]
    public IReadOnlyDictionary<string, CalibrationEntry> Labels { get; init; } = new Dictionary<string, CalibrationEntry>();

    /// <summary>What the calibration holds for.</summary>
    [JsonIgnore]
    public CalibrationKey Key => new(EncoderSha256, HeadSha256, ListHash);

    /// <summary>Reads a file.</summary>
    /// <exception cref="CalibrationException">The file cannot be read, or has faults; all are listed.</exception>
    public static CalibrationFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MaxBytes)
            {
                throw new CalibrationException(path, [$"{stream.Length} bytes are more than the {MaxBytes} that a calibration may have"]);
            }

            var file = JsonSerializer.Deserialize(stream, CalibrationJson.Default.CalibrationFile);
            var faults = file is null ? ["expected an object, found null"] : FaultsOf(file).ToArray();
            return faults.Length == 0 ? file! : throw new CalibrationException(path, faults);
        }
        catch (JsonException exception)
        {
            throw new CalibrationException(path, [$"does not follow schema {CurrentSchema}: {exception.Message.TrimEnd('.')}"], exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not CalibrationException)
        {
            throw new CalibrationException(path, [$"cannot be read: {exception.Message.TrimEnd('.')}"], exception);
        }
    }

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Write(string path) => DurableFile.Write(path, ToBytes());

    /// <summary>What stands in the file.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, CalibrationJson.Default.CalibrationFile), (byte)'\n'];

    private static IEnumerable<string> FaultsOf(CalibrationFile file)
    {
        if (file.Schema != CurrentSchema)
        {
            yield return file.Schema > CurrentSchema
                ? $"schema {file.Schema} is newer than {CurrentSchema}, which this version reads: update this program"
                : $"\"schema\" must be {CurrentSchema}, found {file.Schema}";
        }

        foreach (var (id, entry) in file.Labels)
        {
            if (entry is null)
            {
                yield return $"labels.{id}: is null";
                continue;
            }

            if (!(double.IsFinite(entry.Scale) && entry.Scale > 0))
            {
                yield return $"labels.{id}.scale: must be above 0, found {entry.Scale}";
            }

            if (!double.IsFinite(entry.Bias))
            {
                yield return $"labels.{id}.bias: must be a number, found {entry.Bias}";
            }

            if (entry.Threshold is not (>= 0 and <= 1))
            {
                yield return $"labels.{id}.threshold: must be 0 to 1, found {entry.Threshold}";
            }
        }
    }
}
