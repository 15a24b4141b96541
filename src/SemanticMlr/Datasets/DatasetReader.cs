using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SemanticMlr.Datasets;

/// <summary>Reads data sets: JSON lines, one record a line.</summary>
public static class DatasetReader
{
    // Generated code gives members that are absent null instead of their default; reflection keeps the default.
    private static readonly JsonSerializerOptions Options = new(DatasetJson.Default.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DatasetException">The file cannot be read or holds lines that are no records; every fault is listed (the first 20).</exception>
    public static IReadOnlyList<DatasetRecord> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var records = new List<DatasetRecord>();
        var faults = new List<string>();
        try
        {
            var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            var number = 0;
            foreach (var line in File.ReadLines(path, encoding))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    Read(path, number, line, records, faults);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DatasetException($"{path}: cannot be read: {exception.Message}", exception);
        }

        if (faults.Count == 0 && records.Count == 0)
        {
            faults.Add($"{path}: holds no records; expected one JSON object a line.");
        }

        return faults.Count == 0 ? records : throw new DatasetException(string.Join(Environment.NewLine, faults.Take(20)));
    }

    /// <summary>The full path of a record's image; images lie relative to the data set's file.</summary>
    public static string ImagePath(string datasetPath, DatasetRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(datasetPath))!, record.Image);
    }

    private static void Read(string path, int number, string line, List<DatasetRecord> records, List<string> faults)
    {
        try
        {
            var record = JsonSerializer.Deserialize<DatasetRecord>(line, Options);
            var fault = record is null ? "expected an object, found null" : DatasetRules.FaultOf(record);
            if (fault is null)
            {
                records.Add(record!);
            }
            else
            {
                faults.Add($"{path}, line {number}: {fault}.");
            }
        }
        catch (JsonException exception)
        {
            faults.Add($"{path}, line {number}: {exception.Message}");
        }
    }
}
