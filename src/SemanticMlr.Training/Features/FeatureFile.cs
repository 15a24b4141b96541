using System.Runtime.InteropServices;
using System.Text.Json;
using SemanticMlr.Storage;

namespace SemanticMlr.Training.Features;

/// <summary>Cached features on disk: a line of JSON that says what they are of, then half-precision values.</summary>
/// <remarks>Written beside its place and renamed, so that an interrupt leaves none or a whole one; one that does not fit or is cut off is made again.</remarks>
internal static class FeatureFile
{
    private const int LongestHeader = 4096;

    /// <summary>Reads a file, or null where there is none of this key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What the features must be of.</param>
    /// <param name="samples">Samples.</param>
    /// <param name="views">Views of each.</param>
    public static FeatureSet? Read(string path, string key, int samples, int views)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var stream = File.OpenRead(path);
        if (Header(stream) is not { } header || header.Key != key
            || stream.Length - stream.Position != (long)samples * views * header.Shape.Length * sizeof(ushort))
        {
            return null;
        }

        var entries = new List<Half[]>[samples];
        for (var sample = 0; sample < samples; sample++)
        {
            entries[sample] = new List<Half[]>(views);
            for (var view = 0; view < views; view++)
            {
                var values = new Half[header.Shape.Length];
                stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
                entries[sample].Add(values);
            }
        }

        return new FeatureSet(header.Shape, entries);
    }

    /// <summary>Writes a file while its features are made.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What the features are of.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="entries">Sample by sample, view by view.</param>
    public static void Write(string path, string key, FeatureShape shape, IEnumerable<Half[]> entries)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        DurableFile.Write(path, stream =>
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(new FeatureHeader(key, shape)));
            stream.WriteByte((byte)'\n');
            foreach (var entry in entries)
            {
                stream.Write(MemoryMarshal.AsBytes(entry.AsSpan()));
            }
        });
    }

    private static FeatureHeader? Header(Stream stream)
    {
        var line = new List<byte>();
        for (var next = stream.ReadByte(); next is not ('\n' or -1) && line.Count < LongestHeader; next = stream.ReadByte())
        {
            line.Add((byte)next);
        }

        try
        {
            return JsonSerializer.Deserialize<FeatureHeader>(line.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record FeatureHeader(string Key, FeatureShape Shape);
}
