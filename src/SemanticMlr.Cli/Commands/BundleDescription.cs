using System.Text.Json.Nodes;
using SemanticMlr.Bundles;

namespace SemanticMlr.Cli.Commands;

/// <summary>What <c>mlr bundle info</c> says.</summary>
internal sealed record BundleDescription
{
    public required string Bundle { get; init; }

    public required string Folder { get; init; }

    public required int Size { get; init; }

    public required string Fit { get; init; }

    public required double Margin { get; init; }

    public required int Dimension { get; init; }

    public required string TextEncoder { get; init; }

    public required string Prompt { get; init; }

    public required IReadOnlyList<string> Heads { get; init; }

    public required string DefaultHead { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required IReadOnlyList<string> LabelSets { get; init; }

    public required int GoldenImages { get; init; }

    public required int GoldenTexts { get; init; }

    public required double Tolerance { get; init; }

    public required string Licence { get; init; }

    public required JsonObject? Provenance { get; init; }

    public required long Bytes { get; init; }

    public required IReadOnlyList<EncoderDescription> Encoders { get; init; }

    public required IReadOnlyList<BundleFileDescription> Files { get; init; }

    public static BundleDescription Of(Bundle bundle)
    {
        var manifest = bundle.Manifest;
        var files = bundle.Files
            .Select(file => new BundleFileDescription(file.Field, file.File.File, new FileInfo(bundle.PathOf(file.File)).Length, file.File.Sha256))
            .ToArray();
        return new BundleDescription
        {
            Bundle = bundle.Identity,
            Folder = bundle.Folder,
            Size = manifest.Image.Size,
            Fit = manifest.Image.Fit.ToString(),
            Margin = manifest.Image.Margin,
            Dimension = manifest.Dimension,
            TextEncoder = manifest.Text.Encoder,
            Prompt = manifest.Text.Prompt,
            Heads = [.. manifest.Heads.Keys],
            DefaultHead = manifest.DefaultHead,
            Labels = [.. bundle.Labels.Labels.Select(label => label.Id)],
            LabelSets = [.. manifest.LabelSets.Keys],
            GoldenImages = bundle.Golden.Images.Count,
            GoldenTexts = bundle.Golden.Texts.Count,
            Tolerance = bundle.Golden.Tolerance,
            Licence = manifest.Licence,
            Provenance = manifest.Provenance,
            Bytes = files.Sum(file => file.Bytes),
            Encoders = [.. manifest.Encoders.Select(entry => EncoderDescription.Of(bundle, entry))],
            Files = files,
        };
    }
}
