using System.Globalization;
using SemanticMlr.Labels;

namespace SemanticMlr.Bundles;

/// <summary>A verified bundle: its manifest, its label lists, its golden set and where its files are. Holds nothing native.</summary>
/// <remarks>Immutable. That the graphs have the right shape and give the right numbers is checked when a model is loaded from it.</remarks>
public sealed class Bundle
{
    private readonly Dictionary<string, GoldenSet> _ownGolden;
    private readonly IReadOnlyDictionary<string, LabelList> _labelSets;

    private Bundle(
        string folder,
        BundleManifest manifest,
        GoldenSet golden,
        Dictionary<string, GoldenSet> ownGolden,
        LabelList labels,
        IReadOnlyDictionary<string, LabelList> labelSets,
        DeviceMeasurements measured)
    {
        Folder = folder;
        Measured = measured;
        Manifest = manifest;
        Identity = string.Create(CultureInfo.InvariantCulture, $"{manifest.Name}@{manifest.Version}");
        Golden = golden;
        _ownGolden = ownGolden;
        Labels = labels;
        _labelSets = labelSets;
    }

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The content of <c>bundle.json</c>.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>What was measured of the encoder's forms on this device.</summary>
    public DeviceMeasurements Measured { get; }

    /// <summary>Inputs with the outputs that every execution provider must reproduce.</summary>
    public GoldenSet Golden { get; }

    /// <summary>The default label list.</summary>
    public LabelList Labels { get; }

    /// <summary>The golden set that a form of the image encoder must reproduce: its own, or the bundle's.</summary>
    /// <param name="encoder">One of the manifest's encoders.</param>
    public GoldenSet GoldenOf(EncoderEntry encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return encoder.Golden is { } own ? _ownGolden[own.File] : Golden;
    }

    /// <summary>Name and version, as <c>pcb-defects@3</c>.</summary>
    public string Identity { get; }

    /// <summary>Every hashed file with the field that names it, golden pictures included.</summary>
    public IReadOnlyList<(string Field, BundleFile File)> Files =>
        [.. Manifest.Files(), .. Golden.Images.Select((image, index) => ($"golden.images[{index}]", (BundleFile)image))];

    /// <summary>Reads a bundle and checks everything that can be checked without running it: schema, paths, sizes, every SHA-256, label lists, golden vectors.</summary>
    /// <param name="folder">The folder that holds <c>bundle.json</c>.</param>
    /// <param name="measured">What was measured of the encoder's forms on this device; null where nothing was.</param>
    /// <exception cref="BundleException">The first fault found, with file, fault and remedy; nothing is kept open.</exception>
    public static Bundle Open(string folder, DeviceMeasurements? measured = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full))
        {
            throw new BundleException(full, $"there is no such folder; name the folder that holds {BundleManifest.FileName}");
        }

        var manifest = BundleReader.ReadManifest(full);
        foreach (var (field, file) in manifest.Files())
        {
            BundleHash.Check(full, file, LimitOf(field));
        }

        var golden = BundleReader.ReadGolden(full, manifest, manifest.Golden);
        var ownGolden = manifest.Encoders.Select(encoder => encoder.Golden).OfType<BundleFile>().DistinctBy(file => file.File)
            .ToDictionary(file => file.File, file => BundleReader.ReadGolden(full, manifest, file));
        foreach (var image in ownGolden.Values.Prepend(golden).SelectMany(set => set.Images))
        {
            BundleHash.Check(full, image, BundleLimits.Golden);
        }

        return new Bundle(
            full,
            manifest,
            golden,
            ownGolden,
            ReadLabels(full, manifest, manifest.Labels),
            manifest.LabelSets.ToDictionary(set => set.Key, set => ReadLabels(full, manifest, set.Value)),
            measured ?? DeviceMeasurements.None);
    }

    /// <summary>The full path of a file of the bundle.</summary>
    public string PathOf(BundleFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return PathOf(file.File);
    }

    /// <summary>The full path of a relative path that the manifest names.</summary>
    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>A label list by the name that the manifest gives it.</summary>
    /// <exception cref="BundleException">The bundle has no such list.</exception>
    public LabelList LabelSet(string name) =>
        _labelSets.TryGetValue(name, out var list)
            ? list
            : throw new BundleException(
                PathOf(BundleManifest.FileName),
                $"there is no label set \"{name}\"; there {(_labelSets.Count == 0 ? "is none" : "are " + string.Join(", ", _labelSets.Keys))}");

    /// <summary>The name of a head: the one given, or the default where none is given.</summary>
    /// <exception cref="BundleException">The bundle has no such head.</exception>
    public string HeadName(string? name) =>
        name is null ? Manifest.DefaultHead
        : Manifest.Heads.ContainsKey(name) ? name
        : throw new BundleException(
            PathOf(BundleManifest.FileName),
            $"there is no head \"{name}\"; there are {string.Join(", ", Manifest.Heads.Keys)}");

    private static LabelList ReadLabels(string folder, BundleManifest manifest, BundleFile file)
    {
        var path = Path.Combine(folder, file.File);
        try
        {
            return LabelListReader.Parse(
                BundleHash.Read(folder, file, LabelListReader.MaxBytes),
                path,
                new LabelListRules { Dimension = manifest.Dimension, Encoder = manifest.Text.Encoder });
        }
        catch (LabelListException exception)
        {
            throw new BundleException(path, string.Join("; ", exception.Faults), exception);
        }
    }

    private static long LimitOf(string field) => field switch
    {
        "golden" => BundleLimits.Golden,
        _ when field.StartsWith("encoders[", StringComparison.Ordinal) && field.EndsWith(".golden", StringComparison.Ordinal) => BundleLimits.Golden,
        "labels" => LabelListReader.MaxBytes,
        _ when field.StartsWith("labelSets.", StringComparison.Ordinal) => LabelListReader.MaxBytes,
        "words" => BundleLimits.Text,
        _ when field.StartsWith("text.tokenizer.", StringComparison.Ordinal) => BundleLimits.Text,
        _ => BundleLimits.Graph,
    };
}
