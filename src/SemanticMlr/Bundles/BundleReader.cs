using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SemanticMlr.Labels;

namespace SemanticMlr.Bundles;

/// <summary>Reads the JSON files of a bundle strictly: no unknown, missing or repeated member.</summary>
internal static class BundleReader
{
    // Generated code gives members that are absent null instead of their default; reflection keeps the default.
    private static readonly JsonSerializerOptions Options = new(BundleJson.Default.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>Reads and checks <c>bundle.json</c>.</summary>
    /// <exception cref="BundleException">The file is missing, malformed, of a newer schema, or says something impossible.</exception>
    public static BundleManifest ReadManifest(string folder)
    {
        var path = Path.Combine(folder, BundleManifest.FileName);
        var bytes = BoundedFile.Read(path, BundleLimits.Manifest);
        var manifest = Deserialize<BundleManifest>(path, bytes, hasSchema: true, "heads", "labelSets");
        var faults = ManifestRules.FaultsOf(manifest).ToArray();
        return faults.Length == 0 ? manifest : throw new BundleException(path, string.Join("; ", faults));
    }

    /// <summary>Reads and checks a golden set: the bundle's, or that of an encoder form.</summary>
    /// <exception cref="BundleException">A file is missing, malformed, damaged, or its vectors do not fit the manifest.</exception>
    public static GoldenSet ReadGolden(string folder, BundleManifest manifest, BundleFile file)
    {
        var path = Path.Combine(folder, file.File);
        var golden = Deserialize<GoldenSet>(path, BundleHash.Read(folder, file, BundleLimits.Golden), hasSchema: false, "logits");
        var faults = GoldenRules.FaultsOf(golden, manifest).ToArray();
        return faults.Length == 0 ? golden : throw new BundleException(path, string.Join("; ", faults));
    }

    private static T Deserialize<T>(string path, byte[] bytes, bool hasSchema, params ReadOnlySpan<string> maps)
    {
        try
        {
            using var document = StrictJson.Parse(bytes);
            if (hasSchema)
            {
                RefuseNewerSchema(path, document.RootElement);
            }

            if (StrictJson.FindNull(document.RootElement, maps) is { } place)
            {
                throw new BundleException(path, $"\"{place}\" is null");
            }
        }
        catch (JsonException exception)
        {
            throw new BundleException(path, exception.Message, exception);
        }

        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Options) ?? throw new BundleException(path, "expected an object, found null");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new BundleException(path, $"does not follow schema {BundleManifest.CurrentSchema}: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private static void RefuseNewerSchema(string path, JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("schema", out var schema)
            && schema.ValueKind == JsonValueKind.Number
            && schema.TryGetInt64(out var number)
            && number > BundleManifest.CurrentSchema)
        {
            throw new BundleException(
                path,
                $"schema {number} is newer than {BundleManifest.CurrentSchema}, which this version reads: update this program or use an older bundle");
        }
    }
}
