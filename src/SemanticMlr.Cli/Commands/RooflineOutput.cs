using SemanticMlr.Training.Rooflines;

namespace SemanticMlr.Cli.Commands;

/// <summary>The report of <c>mlr bench roofline</c> as tables.</summary>
internal static class RooflineOutput
{
    public static void Show(RooflineReport report)
    {
        Console.Out.WriteLine(EncoderBenchArguments.Describe(report.Machine));
        Console.Out.WriteLine($"Copying a large array moves {FigureFormat.Of(report.Bandwidth, "0.0")} GB/s, read and written; products of bytes run as {report.IntegerOperation}.");
        Output.Table(
            "products of matrices, 10^9 multiply-adds a second",
            ["of", "M x K x N", "times a picture", "share of multiply-adds", "fp32", "int8", "int8 / fp32"],
            report.Encoders.SelectMany(encoder => encoder.Gemms.Select(gemm => Row(encoder.Model, gemm, FigureFormat.Number((double)gemm.MultiplyAdds / encoder.MultiplyAdds, "0 %"))))
                .Prepend(Row("peak", report.Peak, "")));
        Output.Table(
            "encoders, one picture at a time",
            ["model", "form", "multiply-adds, 10^9", "in products", "ms", "share of the peak", "products alone / time", "reading weights, ms"],
            report.Encoders.SelectMany(encoder => encoder.Forms.Select(form => new[]
            {
                encoder.Model,
                form.Precision.ToString(),
                FigureFormat.Billions(encoder.MultiplyAdds),
                FigureFormat.Number(encoder.GemmShare, "0 %"),
                FigureFormat.Of(form.Milliseconds, "0.00"),
                FigureFormat.Of(form.PeakShare, "0 %"),
                FigureFormat.Number(form.GemmTimeShare, "0 %"),
                FigureFormat.Number(form.WeightMilliseconds, "0.00"),
            })));
    }

    private static string[] Row(string model, GemmReport gemm, string share)
    {
        var shape = gemm.Shape;
        return
        [
            model, $"{(shape.Products > 1 ? $"{shape.Products} x " : "")}{shape.M} x {shape.K} x {shape.N}", $"{gemm.Count}", share,
            FigureFormat.Of(gemm.Fp32, "0.0"), FigureFormat.Of(gemm.Int8, "0.0"), FigureFormat.Of(gemm.SpeedUp, "0.00"),
        ];
    }
}
