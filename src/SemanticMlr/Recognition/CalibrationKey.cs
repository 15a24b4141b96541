using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>What a calibration holds for.</summary>
/// <param name="EncoderSha256">The hash of the image encoder that runs, or of the one that its calibrations are shared with: another form gives other logits.</param>
/// <param name="HeadSha256">The hash of the head.</param>
/// <param name="ListHash">The content hash of the label table.</param>
public sealed record CalibrationKey(string EncoderSha256, string HeadSha256, string ListHash)
{
    /// <summary>The key of what a model runs.</summary>
    public static CalibrationKey Of(RecognitionModel model, LabelTable table, string head)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        return new CalibrationKey(model.Provider.Encoder.CalibratedAs ?? model.Provider.Encoder.Sha256, model.Bundle.Manifest.Heads[head].Sha256, table.ContentHash);
    }

    /// <summary>Why a calibration does not hold, or null when it does.</summary>
    public string? FaultOf(CalibrationFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.EncoderSha256 != EncoderSha256 ? "it was made with another image encoder"
            : file.HeadSha256 != HeadSha256 ? "it was made with another head"
            : file.ListHash != ListHash ? "it was made for other labels or another prompt"
            : null;
    }
}
