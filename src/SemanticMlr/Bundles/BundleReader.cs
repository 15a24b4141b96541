using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SemanticMlr.Bundles;

/// <summary>Reads the JSON files of a bundle strictly: no unknown, missing or repeated member.</summary>
internal static class BundleReader
{
    /// <summary>Reads and checks <c>bundle.json</c>.</summary>
    /// <exception cref="BundleException">The file is missing, malformed, of a newer schema, or says something impossible.</exception>
    public static BundleManifest ReadManifest(string folder)
    {
        var path = Path.Combine(folder, BundleManifest.FileName);
        var bytes = BoundedFile.Read(path, BundleLimits.Manifest);
        RefuseNewerSchema(path, bytes);
        var manifest = Deserialize(path, bytes, BundleJson.Default.BundleManifest);
        var faults = ManifestRules.FaultsOf(manifest).ToArray();
        return faults.Length == 0 ? manifest : throw new BundleException(path, string.Join("; ", faults));
    }

    /// <summary>Reads and checks the golden set.</summary>
    /// <exception cref="BundleException">A file is missing, malformed, damaged, or its vectors do not fit the manifest.</exception>
    public static GoldenSet ReadGolden(string folder, BundleManifest manifest)
    {
        var path = Path.Combine(folder, manifest.Golden.File);
        var golden = Deserialize(path, BundleHash.Read(folder, manifest.Golden, BundleLimits.Golden), BundleJson.Default.GoldenSet);
        var faults = GoldenRules.FaultsOf(golden, manifest).ToArray();
        return faults.Length == 0 ? golden : throw new BundleException(path, string.Join("; ", faults));
    }

    private static void RefuseNewerSchema(string path, byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("schema", out var schema)
                && schema.ValueKind == JsonValueKind.Number
                && schema.TryGetInt64(out var number)
                && number > BundleManifest.CurrentSchema)
            {
                throw new BundleException(
                    path,
                    $"schema {number} is newer than {BundleManifest.CurrentSchema}, which this version reads: update this program or use an older bundle");
            }
        }
        catch (JsonException exception)
        {
            throw new BundleException(path, $"is not valid JSON: {exception.Message}", exception);
        }
    }

    private static T Deserialize<T>(string path, byte[] bytes, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new BundleException(path, "expected an object, found null");
        }
        catch (JsonException exception)
        {
            throw new BundleException(path, $"does not follow schema {BundleManifest.CurrentSchema}: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
