using System.Text;
using System.Text.Json;
using SemanticMlr.Storage;

namespace SemanticMlr.Datasets;

/// <summary>Writes data sets.</summary>
public static class DatasetWriter
{
    /// <summary>Writes records that were read from another file; the paths of their images are changed so that they hold from the new place. The file appears whole or not at all.</summary>
    /// <param name="path">The file to write; its folder is made where it is missing.</param>
    /// <param name="source">The file that the records come from.</param>
    /// <param name="records">The records.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, string source, IEnumerable<DatasetRecord> records)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(records);
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        DurableFile.Write(full, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            foreach (var record in records)
            {
                var image = Path.GetRelativePath(folder, DatasetReader.ImagePath(source, record)).Replace(Path.DirectorySeparatorChar, '/');
                writer.WriteLine(JsonSerializer.Serialize(record with { Image = image }, DatasetJson.Default.DatasetRecord));
            }
        });
    }
}
