using System.Runtime.CompilerServices;
using OpenCvSharp;
using SemanticMlr.Datasets;
using SemanticMlr.Imaging;

namespace SemanticMlr.Cli.Trials;

/// <summary>Pictures to try labels on: a file, a folder, a data set, or the address of a camera.</summary>
internal static class TrialSource
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm"];

    /// <summary>The pictures, at most so many; each is valid until the next one is asked for.</summary>
    /// <param name="source">A picture, a folder, a data set (<c>.jsonl</c>), or what the agent takes as a camera's source.</param>
    /// <param name="count">The most pictures.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ImageException">A picture cannot be read.</exception>
    /// <exception cref="DatasetException">The data set cannot be read.</exception>
    /// <exception cref="InvalidDataException">The source holds no pictures, or the camera gives none.</exception>
    public static async IAsyncEnumerable<(string Name, Mat Picture, IReadOnlyList<string>? Truth)> Read(
        string source, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (IsStored(source))
        {
            foreach (var (path, truth) in Stored(source).Take(count))
            {
                using var picture = ImageReader.Read(path);
                yield return (Path.GetFileName(path), picture, truth);
            }

            yield break;
        }

        await foreach (var (name, picture) in TrialCamera.Read(source, count, cancellationToken))
        {
            yield return (name, picture, null);
        }
    }

    private static bool IsStored(string source) => Directory.Exists(source) || IsDataset(source) || IsPicture(source);

    private static bool IsDataset(string source) => source.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    private static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    private static IEnumerable<(string Path, IReadOnlyList<string>? Truth)> Stored(string source)
    {
        if (IsDataset(source))
        {
            return DatasetReader.Read(source)
                .Select(record => (DatasetReader.ImagePath(source, record), (IReadOnlyList<string>?)[.. record.Names().Distinct(StringComparer.Ordinal)]));
        }

        if (!Directory.Exists(source))
        {
            return [(source, null)];
        }

        string[] pictures = [.. Directory.EnumerateFiles(source).Where(IsPicture).Order(StringComparer.Ordinal)];
        return pictures.Length > 0
            ? pictures.Select(path => (path, (IReadOnlyList<string>?)null))
            : throw new InvalidDataException($"{source}: holds no pictures ({string.Join(", ", Extensions)}).");
    }
}
