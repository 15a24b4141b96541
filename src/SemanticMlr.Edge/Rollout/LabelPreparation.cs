using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Makes everything of a proposed list that can be made before it is in force: beside the pipeline, which goes on with the list in force.</summary>
internal sealed class LabelPreparation(
    Lazy<ModelStore> models, LabelSource source, RecentFrames frames, LabelWarnings warnings, IOptions<LabelsOptions> options)
{
    /// <summary>Prepares a list.</summary>
    /// <param name="proposal">The list.</param>
    /// <param name="before">What is in force.</param>
    /// <exception cref="LabelListException">A text is over the context length, or a vector does not fit.</exception>
    public PreparedList Prepare(ProposedList proposal, RecognitionSnapshot before)
    {
        var recent = frames.Last(options.Value.RecentFrames.Count);
        try
        {
            return Prepare(proposal, before, recent, alwaysScore: false);
        }
        finally
        {
            foreach (var frame in recent)
            {
                frame.Dispose();
            }
        }
    }

    /// <summary>Prepares a list and scores frames with it.</summary>
    /// <param name="proposal">The list.</param>
    /// <param name="before">What is in force.</param>
    /// <param name="recent">The frames; they stay the caller's.</param>
    /// <param name="alwaysScore">Whether they are scored even where no threshold depends on it.</param>
    /// <exception cref="LabelListException">A text is over the context length, or a vector does not fit.</exception>
    public PreparedList Prepare(ProposedList proposal, RecognitionSnapshot before, IReadOnlyList<RecentFrame> recent, bool alwaysScore)
    {
        using var lease = models.Value.Rent();
        var model = lease.Model;
        var table = model.CreateLabelTable(proposal.List);
        var plain = source.CreateSnapshot(model, table, kept: null);
        var needsScores = plain.Calibration.Any(calibration => calibration == LabelCalibration.Unknown);
        var scores = needsScores || (alwaysScore && recent.Count > 0) ? Score(model, before, plain, recent) : null;
        var entries = needsScores
            ? new ProvisionalCalibration(before, plain, scores!, recent.Count > 0, options.Value.Provisional).Calibrate()
            : new Dictionary<string, CalibrationEntry>();
        var calibration = entries.Count > 0 ? FileOf(model, table, plain.Head, entries) : null;
        var difference = LabelListDifference.Of(before.Table.List, proposal.List);
        return new PreparedList
        {
            Proposal = proposal,
            Before = before,
            Snapshot = calibration is null ? plain : source.CreateSnapshot(model, table, calibration),
            Calibration = calibration,
            Difference = difference,
            Warnings = warnings.Find(proposal, table, difference),
            Scores = recent.Count > 0 ? scores : null,
        };
    }

    /// <summary>Without frames the golden pictures tell whether logits depend on the other labels.</summary>
    private static TrialScores Score(RecognitionModel model, RecognitionSnapshot before, RecognitionSnapshot after, IReadOnlyList<RecentFrame> recent)
    {
        var pictures = recent.Count > 0 ? TrialPicture.Of(recent) : TrialPicture.Golden(model.Bundle);
        try
        {
            return LabelTrial.Score(model, pictures, [before, after]);
        }
        finally
        {
            foreach (var picture in pictures)
            {
                picture.Dispose();
            }
        }
    }

    private static CalibrationFile FileOf(RecognitionModel model, LabelTable table, string head, IReadOnlyDictionary<string, CalibrationEntry> entries)
    {
        var key = CalibrationKey.Of(model, table, head);
        return new CalibrationFile
        {
            Bundle = model.Bundle.Identity,
            Head = head,
            EncoderSha256 = key.EncoderSha256,
            HeadSha256 = key.HeadSha256,
            ListHash = key.ListHash,
            Rule = "carried over from the list before, or matched false-positive rate on recent frames (provisional)",
            Labels = entries,
        };
    }
}
