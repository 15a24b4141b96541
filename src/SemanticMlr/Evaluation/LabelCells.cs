using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>The logits and the truth of one label on some samples, and the number of images on which something is known of it.</summary>
internal sealed record LabelCells(float[] Logits, Truth[] Truth, int Positives, int Negatives, int Images)
{
    public static LabelCells Take(EvaluationTable table, int label, int[] samples)
    {
        var logits = table.Logits(label);
        var truth = table.TruthOf(label);
        var images = new HashSet<int>();
        var (takenLogits, takenTruth) = (new float[samples.Length], new Truth[samples.Length]);
        for (var index = 0; index < samples.Length; index++)
        {
            (takenLogits[index], takenTruth[index]) = (logits[samples[index]], truth[samples[index]]);
            if (takenTruth[index] != Datasets.Truth.Unknown)
            {
                images.Add(table.ImageOfSample[samples[index]]);
            }
        }

        var known = takenTruth.AsSpan();
        return new LabelCells(takenLogits, takenTruth, known.Count(Datasets.Truth.Present), known.Count(Datasets.Truth.Absent), images.Count);
    }

    public bool HasEnough(int samples) => Positives >= samples && Negatives >= samples;
}
