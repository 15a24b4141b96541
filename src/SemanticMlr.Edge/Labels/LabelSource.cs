using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Labels;

/// <summary>Makes the first snapshot from the configuration.</summary>
internal static class LabelSource
{
    private const string CalibrationFileName = "calibration.json";

    /// <summary>Reads list and calibration, and encodes the labels.</summary>
    /// <exception cref="LabelListException">The list cannot be used; every fault is listed.</exception>
    public static RecognitionSnapshot Load(RecognitionModel model, LabelsOptions options)
    {
        var head = options.Head.Length > 0 ? options.Head : null;
        if (options.File.Length == 0)
        {
            return RecognitionSnapshot.Create(model, model.CreateLabelTable(model.Bundle.Labels), head, besideList: null);
        }

        var path = InstalledPath.Resolve(options.File);
        var table = model.CreateLabelTable(LabelListReader.Read(path));
        var calibration = options.Calibration.Length > 0
            ? InstalledPath.Resolve(options.Calibration)
            : Path.Combine(Path.GetDirectoryName(path)!, CalibrationFileName);
        var besideList = options.Calibration.Length > 0 || File.Exists(calibration) ? CalibrationFile.Read(calibration) : null;
        return RecognitionSnapshot.Create(model, table, head, besideList);
    }
}
