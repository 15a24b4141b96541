using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Training.Rooflines;

/// <summary>Measures what the processor can do (Williams et al. 2009: products of matrices and memory) and what encoders make of it, in alternating rounds.</summary>
/// <param name="options">How.</param>
/// <param name="machine">What it runs on.</param>
/// <param name="pictures">Pictures that calibrate and are encoded.</param>
/// <param name="source">What people call them.</param>
/// <param name="progress">Told what is done.</param>
public sealed class RooflineRun(RooflineOptions options, BenchmarkMachine machine, IPictureSource pictures, string source, Action<string> progress)
{
    private readonly int _threads = options.Encoders.Inference.Threads;

    /// <summary>Measures.</summary>
    /// <exception cref="BundleException">An encoder cannot be run or quantised.</exception>
    /// <exception cref="InvalidDataException">There are too few pictures.</exception>
    public RooflineReport Run(IReadOnlyList<EncoderSubject> subjects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var square = new GemmShape(options.Square, options.Square, options.Square);
        var measured = new List<MeasuredEncoder>();
        var pairs = new Dictionary<GemmShape, GemmPair> { [square] = new(square, _threads) };
        using var copy = new MemoryCopy(options.CopyBytes, _threads);
        try
        {
            foreach (var subject in subjects)
            {
                measured.Add(new MeasuredEncoder(subject, EncoderForms.Make(subject, pictures, source, options.Encoders, progress, cancellationToken), options.Encoders.Inference));
                foreach (var (shape, _) in Worthwhile(measured[^1].Cost))
                {
                    if (!pairs.ContainsKey(shape))
                    {
                        pairs.Add(shape, new GemmPair(shape, _threads));
                    }
                }
            }

            var bandwidth = new List<double>();
            for (var round = 0; round < options.Encoders.Rounds; round++)
            {
                progress($"round {round + 1} of {options.Encoders.Rounds}: {pairs.Count} products, {measured.Count} encoders");
                bandwidth.Add(copy.BytesMoved / (1e6 * TimedRounds.Measure(copy.Run, options.Encoders.Duration, cancellationToken).Min()));
                foreach (var pair in pairs.Values)
                {
                    pair.Measure(options.Encoders.Duration, integerFirst: round % 2 == 1, cancellationToken);
                }

                measured.ForEach(encoder => encoder.Measure(options.Encoders.Duration, cancellationToken));
            }

            var profile = GemmSession.Profile(square, _threads);
            return new RooflineReport(
                machine,
                pairs[square].Report(1),
                profile.FirstOrDefault(count => count.IsInteger)?.Operation ?? "none: ONNX Runtime multiplied floats",
                Spread.Of(bandwidth),
                [.. measured.Select(encoder => Report(encoder, pairs, pairs[square], Spread.Of(bandwidth).Median))]);
        }
        finally
        {
            measured.ForEach(encoder => encoder.Dispose());
            foreach (var pair in pairs.Values)
            {
                pair.Dispose();
            }
        }
    }

    private IEnumerable<(GemmShape Shape, int Count)> Worthwhile(GraphCost cost) =>
        cost.Gemms.Where(entry => entry.Count * entry.Shape.MultiplyAdds >= options.SmallestShare * cost.MultiplyAdds);

    private EncoderRooflineReport Report(MeasuredEncoder encoder, Dictionary<GemmShape, GemmPair> pairs, GemmPair peak, double bandwidth)
    {
        var gemms = Worthwhile(encoder.Cost).ToArray();
        return new EncoderRooflineReport(
            encoder.Subject.Name,
            encoder.Cost.MultiplyAdds,
            encoder.Cost.Gemms.Sum(entry => entry.Count * entry.Shape.MultiplyAdds) / (double)encoder.Cost.MultiplyAdds,
            [.. gemms.Select(entry => pairs[entry.Shape].Report(entry.Count))],
            [.. encoder.Forms.Select(form => new FormRooflineReport(
                form.Precision,
                Spread.Of(form.Milliseconds),
                Spread.Of(form.Milliseconds.Select((time, round) => encoder.Cost.MultiplyAdds / (1e6 * time * peak.SpeedOf(form.IsInteger, round)))),
                1e3 * gemms.Sum(entry => entry.Count * pairs[entry.Shape].Seconds(form.IsInteger)) / Spread.Of(form.Milliseconds).Median,
                form.WeightBytes,
                form.WeightBytes / (1e6 * bandwidth / 2)))]);
    }
}
