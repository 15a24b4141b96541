using System.Text;
using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Export;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Writes a bundle with further forms of its encoder into a new folder.</summary>
internal static class QuantisedBundle
{
    /// <summary>File name of the report for people.</summary>
    public const string Card = "quantisation.md";

    /// <summary>File name of the report for programs.</summary>
    public const string Json = "quantisation.json";

    /// <summary>Copies the bundle, adds the forms that entered with their golden sets, proves all on the processor, and puts the folder in its place.</summary>
    /// <param name="bundle">The bundle that is copied.</param>
    /// <param name="folder">The folder to write.</param>
    /// <param name="forms">The forms made.</param>
    /// <param name="report">What was found.</param>
    public static void Write(Bundle bundle, BundleFolder folder, IReadOnlyList<FormCandidate> forms, QuantisationReport report)
    {
        folder.Prepare(bundle.Folder);
        var encoders = bundle.Manifest.Encoders.ToList();
        foreach (var form in forms)
        {
            // What was found before of the same form is out of date.
            encoders.RemoveAll(entry => entry.Precision == form.Entry.Precision && entry.Target == form.Entry.Target);
            if (form.Report.Entered)
            {
                folder.Put(form.Entry.File, form.Bytes);
                var golden = folder.Put(
                    Path.ChangeExtension(form.Entry.File, ".golden.json"), JsonSerializer.SerializeToUtf8Bytes(form.Golden, BundleJson.Default.GoldenSet));
                encoders.Add(form.Entry with { Golden = golden });
            }
        }

        folder.Put(Card, Encoding.UTF8.GetBytes(QuantisationCard.Of(report)));
        folder.Put(Json, [.. JsonSerializer.SerializeToUtf8Bytes(report, QuantisationJson.Default.QuantisationReport), (byte)'\n']);
        folder.Finish(bundle.Manifest with { Version = bundle.Manifest.Version + 1, Encoders = encoders }, () => QuantisationCard.Of(report));
    }
}
