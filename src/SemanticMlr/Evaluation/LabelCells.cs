namespace SemanticMlr.Evaluation;

/// <summary>The logits and the truth of one label on some samples.</summary>
internal sealed record LabelCells(float[] Logits, Truth[] Truth, int Positives, int Negatives)
{
    public static LabelCells Take(EvaluationTable table, int label, int[] samples)
    {
        var logits = table.Logits(label);
        var truth = table.TruthOf(label);
        var (takenLogits, takenTruth) = (new float[samples.Length], new Truth[samples.Length]);
        for (var index = 0; index < samples.Length; index++)
        {
            (takenLogits[index], takenTruth[index]) = (logits[samples[index]], truth[samples[index]]);
        }

        return new LabelCells(takenLogits, takenTruth, takenTruth.AsSpan().Count(Evaluation.Truth.Present), takenTruth.AsSpan().Count(Evaluation.Truth.Absent));
    }

    public bool HasEnough(int samples) => Positives >= samples && Negatives >= samples;
}
