using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Labels;

/// <summary>The label list and calibration that the configuration names, read and checked.</summary>
internal sealed class LabelSource
{
    private readonly LabelList _list;
    private readonly CalibrationFile? _besideList;
    private readonly string? _head;

    /// <summary>Reads both files; without a list the bundle's stands.</summary>
    /// <exception cref="LabelListException">The list cannot be used; every fault is listed.</exception>
    /// <exception cref="CalibrationException">The calibration cannot be used.</exception>
    public LabelSource(Bundle bundle, IOptions<LabelsOptions> options, TimeProvider time)
    {
        var settings = options.Value;
        _head = settings.Head.Length > 0 ? settings.Head : null;
        if (settings.File.Length == 0)
        {
            _list = bundle.Labels;
            return;
        }

        var path = InstalledPath.Resolve(settings.File);
        _list = LabelListReader.Read(path, new LabelListRules
        {
            Dimension = bundle.Manifest.Dimension,
            Encoder = bundle.Manifest.Text.Encoder,
            Now = time.GetUtcNow(),
        });
        var calibration = settings.Calibration.Length > 0
            ? InstalledPath.Resolve(settings.Calibration)
            : Path.Combine(Path.GetDirectoryName(path)!, CalibrationFile.FileName);
        _besideList = settings.Calibration.Length > 0 || File.Exists(calibration) ? CalibrationFile.Read(calibration) : null;
    }

    /// <summary>Encodes the labels and joins them with head, calibration and thresholds.</summary>
    public RecognitionSnapshot CreateSnapshot(RecognitionModel model) =>
        RecognitionSnapshot.Create(model, model.CreateLabelTable(_list), _head, _besideList);
}
