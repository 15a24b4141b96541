using SemanticMlr.Bundles;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>What a batch is scored with: label table, head, calibration and thresholds. Immutable; an update replaces the whole.</summary>
public sealed class RecognitionSnapshot
{
    private readonly double[] _thresholds;

    private RecognitionSnapshot(LabelTable table, string head, IReadOnlyList<LabelCalibration> calibration, IReadOnlyList<string> remarks)
    {
        Table = table;
        Head = head;
        Calibration = calibration;
        Remarks = remarks;
        _thresholds = [.. table.Labels.Zip(calibration, (label, entry) => label.Threshold ?? entry.Threshold)];
    }

    /// <summary>The labels and their embeddings.</summary>
    public LabelTable Table { get; }

    /// <summary>The name of the head.</summary>
    public string Head { get; }

    /// <summary>SHA-256 of the encoder's form that the calibration was chosen for: with another form its probabilities would be wrong.</summary>
    public string Encoder { get; private init; } = "";

    /// <summary>Per label, in the order of the table.</summary>
    public IReadOnlyList<LabelCalibration> Calibration { get; }

    /// <summary>Why a calibration that was found is not used; empty when there is nothing to say.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Joins a table with a head and with what is known of its probabilities.</summary>
    /// <param name="model">The model that made the table.</param>
    /// <param name="table">The labels.</param>
    /// <param name="head">The head, or null for the bundle's default.</param>
    /// <param name="besideList">The calibration beside the label list, or null. It goes before the bundle's; one that was made for another
    /// encoder, head or list content is not used, and its labels are provisional.</param>
    /// <exception cref="BundleException">The bundle has no such head.</exception>
    /// <exception cref="CalibrationException">The bundle's calibration file is damaged.</exception>
    public static RecognitionSnapshot Create(RecognitionModel model, LabelTable table, string? head, CalibrationFile? besideList) =>
        CreateWith(model, table, head, besideList is null ? [] : [new CalibrationSource("beside the label list", besideList)]);

    /// <summary>As <see cref="Create"/>, with any number of calibrations, the first before the next and all before the bundle's: each label takes the first that fits and knows it.</summary>
    /// <inheritdoc cref="Create" path="/exception"/>
    public static RecognitionSnapshot CreateWith(RecognitionModel model, LabelTable table, string? head, IReadOnlyList<CalibrationSource> calibrations)
    {
        ArgumentNullException.ThrowIfNull(calibrations);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        var bundle = model.Bundle;
        if (table.Dimension != model.Dimension || table.TextEncoder != bundle.Manifest.Text.Encoder)
        {
            throw new ArgumentException($"The table was made with text encoder {table.TextEncoder}, bundle {bundle.Identity} has {bundle.Manifest.Text.Encoder}.", nameof(table));
        }

        var name = bundle.HeadName(head);
        var key = CalibrationKey.Of(model, table, name);
        var remarks = new List<string>();
        var fitting = new List<CalibrationFile>();
        var bundled = ReadBundled(bundle, name) is { } found ? [new CalibrationSource("of the bundle", found)] : Array.Empty<CalibrationSource>();
        foreach (var (origin, file) in calibrations.Concat(bundled))
        {
            if (key.FaultOf(file) is { } fault)
            {
                remarks.Add($"the calibration {origin} is not used: {fault}");
            }
            else
            {
                fitting.Add(file);
            }
        }

        return new RecognitionSnapshot(table, name, [.. table.Labels.Select(label => Find(fitting, label.Id))], remarks) { Encoder = model.Provider.Encoder.Sha256 };
    }

    /// <summary>The probability from which a label holds: the label's own threshold, else the calibration's, else 0.5.</summary>
    public double Threshold(int label) => _thresholds[label];

    private static LabelCalibration Find(List<CalibrationFile> files, string id)
    {
        foreach (var file in files)
        {
            if (file.Labels.TryGetValue(id, out var entry))
            {
                return new LabelCalibration(entry.Scale, entry.Bias, entry.Threshold, entry.Provisional);
            }
        }

        return LabelCalibration.Unknown;
    }

    /// <summary>A bundle may name its calibration before `mlr calibrate` wrote it.</summary>
    private static CalibrationFile? ReadBundled(Bundle bundle, string head) =>
        bundle.Manifest.Heads[head].Calibration is { } file && File.Exists(bundle.PathOf(file))
            ? CalibrationFile.Read(bundle.PathOf(file))
            : null;
}
