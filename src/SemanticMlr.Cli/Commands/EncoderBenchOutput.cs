using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Cli.Commands;

/// <summary>The report of <c>mlr bench model</c> as tables.</summary>
internal static class EncoderBenchOutput
{
    public static void Show(EncoderBenchmarkReport report)
    {
        Console.Out.WriteLine(EncoderBenchArguments.Describe(report.Machine));
        Output.Table(
            "milliseconds a run, forms in turns",
            ["model", "batch", "form", "p50", "p90", "p99", "rounds", "times as fast as fp32"],
            report.Encoders.SelectMany(encoder => encoder.Batches.SelectMany(batch => Rows(encoder, batch))));
        Output.Table(
            $"forms; embeddings compared on {report.Pictures}",
            ["model", "form", "file, MB", "memory, MB", "nodes in int8", "their time", "cosine to fp32: mean", "1st percentile", "of other pictures"],
            report.Encoders.SelectMany(encoder => encoder.Forms.Select(form => new[]
            {
                encoder.Model,
                form.Precision.ToString(),
                FigureFormat.Megabytes(form.Bytes),
                FigureFormat.Megabytes(form.WorkingSetBytes),
                form.Ran.Count == 0 ? "-" : $"{form.IntegerNodes} of {form.Ran.Sum(count => count.Nodes)}",
                form.Ran.Count == 0 ? "-" : FigureFormat.Number(form.IntegerTimeShare, "0 %"),
                FigureFormat.Number(form == encoder.Forms[0] ? null : encoder.Cosine?.Mean, "0.0000"),
                FigureFormat.Number(form == encoder.Forms[0] ? null : encoder.Cosine?.FirstPercentile, "0.0000"),
                FigureFormat.Number(form == encoder.Forms[0] ? null : encoder.CosineOfOtherPictures?.Mean, "0.0000"),
            })));
        foreach (var encoder in report.Encoders)
        {
            var note = encoder.HasRandomWeights ? "; weights are random: cosines say that int8 computes the same function, not how well a trained one keeps its accuracy" : "";
            Console.Out.WriteLine($"{encoder.Model}: {encoder.Size} pixels, {encoder.Patches} patches of {encoder.Dimension}, {FigureFormat.Billions(encoder.MultiplyAdds)} billion multiply-adds{note}.");
        }
    }

    private static IEnumerable<string[]> Rows(EncoderReport encoder, EncoderBatchReport batch)
    {
        yield return Row(encoder.Model, batch.Batch, "Fp32", batch.Fp32, "");
        if (batch.Int8 is { } integer)
        {
            yield return Row(encoder.Model, batch.Batch, "Int8", integer, FigureFormat.Of(batch.SpeedUp, "0.00"));
        }
    }

    private static string[] Row(string model, int batch, string form, RunTimes times, string ratio) =>
    [
        model, $"{batch}", form, FigureFormat.Number(times.P50, "0.00"), FigureFormat.Number(times.P90, "0.00"), FigureFormat.Number(times.P99, "0.00"), FigureFormat.Of(times.Rounds, "0.00"), ratio,
    ];
}
