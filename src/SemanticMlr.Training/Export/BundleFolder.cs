using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Training.Export;

/// <summary>A bundle's folder while it is written: beside the old one, proven by its golden outputs, then put in its place, so that the old one stays until then.</summary>
/// <param name="folder">The bundle's folder; files of other names stay as they are.</param>
internal sealed class BundleFolder(string folder)
{
    /// <summary>Largest relative difference that golden vectors allow: other processors sum in other orders.</summary>
    public const double GoldenTolerance = 0.002;

    private const string Card = "MODEL_CARD.md";

    private readonly string _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private string Fresh => _folder + ".new";

    private string Previous => _folder + ".previous";

    /// <summary>Starts the new folder with what lies in the old one, or in another bundle.</summary>
    /// <param name="source">The folder of the other bundle, or null.</param>
    public void Prepare(string? source = null)
    {
        if (!Directory.Exists(_folder) && Directory.Exists(Previous))
        {
            // A swap was broken off between its two renames.
            Directory.Move(Previous, _folder);
        }

        Remove(Fresh);
        Remove(Previous);
        Directory.CreateDirectory(Fresh);
        var start = source ?? _folder;
        foreach (var file in Directory.Exists(start) ? Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories) : [])
        {
            var copy = Path.Combine(Fresh, Path.GetRelativePath(start, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Writes a file of the bundle.</summary>
    public BundleFile Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(Fresh, name), bytes);
        return new BundleFile { File = name, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    }

    /// <summary>Writes the manifest and, unless there is one, the card; proves the bundle on the processor and puts it in the place of the old one.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="card">Makes the card.</param>
    /// <returns>Whether a card was written; one that stands there already is left to its author.</returns>
    /// <exception cref="BundleException">The bundle could not be opened, or gives other numbers than the golden ones; the old one stays as it is.</exception>
    public bool Finish(BundleManifest manifest, Func<string> card)
    {
        Put(BundleManifest.FileName, [.. JsonSerializer.SerializeToUtf8Bytes(manifest, BundleJson.Default.BundleManifest), (byte)'\n']);
        var writesCard = !File.Exists(Path.Combine(Fresh, Card));
        if (writesCard)
        {
            File.WriteAllText(Path.Combine(Fresh, Card), card());
        }

        Prove();
        if (Directory.Exists(_folder))
        {
            Directory.Move(_folder, Previous);
        }

        Directory.Move(Fresh, _folder);
        Remove(Previous);
        return writesCard;
    }

    private void Prove()
    {
        var options = new InferenceOptions { Providers = [ExecutionProvider.Cpu] };
        using var model = RecognitionModel.Load(Bundle.Open(Fresh), options, cache: null, NullLogger.Instance);
        _ = BundleProof.Prove(model, options);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
