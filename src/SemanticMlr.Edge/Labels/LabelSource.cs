using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Labels;

/// <summary>Makes the first snapshot from the configuration.</summary>
internal static class LabelSource
{
    /// <summary>Reads list and calibration, and encodes the labels.</summary>
    /// <exception cref="LabelListException">The list cannot be used; every fault is listed.</exception>
    public static RecognitionSnapshot Load(RecognitionModel model, LabelsOptions options, TimeProvider time)
    {
        var head = options.Head.Length > 0 ? options.Head : null;
        if (options.File.Length == 0)
        {
            return RecognitionSnapshot.Create(model, model.CreateLabelTable(model.Bundle.Labels), head, besideList: null);
        }

        var path = InstalledPath.Resolve(options.File);
        var rules = new LabelListRules
        {
            Dimension = model.Dimension,
            Encoder = model.Bundle.Manifest.Text.Encoder,
            Now = time.GetUtcNow(),
        };
        var table = model.CreateLabelTable(LabelListReader.Read(path, rules));
        var calibration = options.Calibration.Length > 0
            ? InstalledPath.Resolve(options.Calibration)
            : Path.Combine(Path.GetDirectoryName(path)!, CalibrationFile.FileName);
        var besideList = options.Calibration.Length > 0 || File.Exists(calibration) ? CalibrationFile.Read(calibration) : null;
        return RecognitionSnapshot.Create(model, table, head, besideList);
    }
}
