using SemanticMlr.Inference;
using SemanticMlr.Training.EncoderBenchmarks;
using SemanticMlr.Training.Rooflines;
using SemanticMlr.Training.Tests.Quantisation;

namespace SemanticMlr.Training.Tests.Rooflines;

public sealed class RooflineTests
{
    [Theory]
    [InlineData(32, 48, 64, 1)]
    [InlineData(17, 16, 17, 2)]
    public void ProductsOfBytes_RunOnBytes(long m, long k, long n, long products)
    {
        var ran = GemmSession.Profile(new GemmShape(m, k, n, products), threads: 1);

        Assert.Contains(ran, count => count.IsInteger && count.Operation.Contains("MatMul", StringComparison.Ordinal));
        Assert.DoesNotContain(ran, count => count.Operation is "MatMul" or "DequantizeLinear");
    }

    [Fact]
    public void AnEncodersShareOfThePeak_FollowsFromItsTime()
    {
        using var subjects = new EncoderSubjects();
        var options = new RooflineOptions
        {
            Encoders = new EncoderBenchmarkOptions
            {
                Inference = new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = 1 },
                Batches = [1],
                Rounds = 1,
                Duration = TimeSpan.Zero,
                Frames = 4,
            },
            Square = 64,
            CopyBytes = 1 << 20,
        };
        var machine = new BenchmarkMachine("test", 1, PowerMode: null, "Cpu", "test", 1);
        var report = new RooflineRun(options, machine, new NoisePictures(8), "noise", _ => { }).Run([subjects.Find("vit-tiny")], TestContext.Current.CancellationToken);

        var encoder = Assert.Single(report.Encoders);
        Assert.Equal(["Fp32", "Int8"], encoder.Forms.Select(form => form.Precision.ToString()));
        Assert.Equal(1, encoder.GemmShare, 1e-9);
        Assert.Equal(64L * 64 * 64, report.Peak.MultiplyAdds);
        var (fp32, int8) = (encoder.Forms[0], encoder.Forms[1]);
        Assert.Equal(encoder.MultiplyAdds / (1e6 * fp32.Milliseconds.Median * report.Peak.Fp32.Median), fp32.PeakShare.Median, 1e-9);
        Assert.Equal(encoder.MultiplyAdds / (1e6 * int8.Milliseconds.Median * report.Peak.Int8.Median), int8.PeakShare.Median, 1e-9);
        var seconds = encoder.Gemms.Sum(gemm => gemm.MultiplyAdds / (1e9 * gemm.Fp32.Median));
        Assert.Equal(1e3 * seconds / fp32.Milliseconds.Median, fp32.GemmTimeShare, 1e-9);
        Assert.True(report.Bandwidth.Min > 0);
        Assert.Equal(fp32.WeightBytes / (1e6 * report.Bandwidth.Median / 2), fp32.WeightMilliseconds, 1e-9);
    }
}
