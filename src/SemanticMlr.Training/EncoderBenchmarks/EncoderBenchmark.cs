using System.Numerics.Tensors;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Recognition;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>Measures an encoder in fp32 and int8 beside each other, the way the agent runs it: bound memory, the agent's session settings.</summary>
/// <param name="options">How.</param>
/// <param name="pictures">Pictures to calibrate with and to compare on.</param>
/// <param name="source">What people call them.</param>
/// <param name="workingSet">Measures a file's memory in a fresh process (path, batch), or null to leave that out.</param>
/// <param name="progress">Told what is done.</param>
public sealed class EncoderBenchmark(
    EncoderBenchmarkOptions options, IPictureSource pictures, string source, Func<string, int, CancellationToken, Task<long>>? workingSet, Action<string> progress)
{
    /// <summary>Measures one encoder.</summary>
    /// <exception cref="BundleException">The encoder cannot be run or quantised.</exception>
    /// <exception cref="InvalidDataException">There are too few pictures.</exception>
    public async Task<EncoderReport> RunAsync(EncoderSubject subject, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        using var forms = EncoderForms.Make(subject, pictures, source, options, progress, cancellationToken);
        var reports = new List<EncoderFormReport> { await Form(EncoderPrecision.Fp32, subject.Path, forms.RanFloat, cancellationToken) };
        if (forms.Integer is { } file)
        {
            reports.Add(await Form(EncoderPrecision.Int8, file, forms.RanInteger, cancellationToken));
        }

        using var reference = BoundEncoder.Open(subject.Path, 1, options.Inference);
        var (cosine, patches, others) = Compare(reference, forms, cancellationToken);
        return new EncoderReport
        {
            Model = subject.Name,
            HasRandomWeights = subject.HasRandomWeights,
            Size = reference.Size,
            Patches = reference.PatchCount,
            Dimension = reference.Dimension,
            MultiplyAdds = GraphCost.Of(forms.Graph).MultiplyAdds,
            Forms = reports,
            Frames = forms.Frames.Count,
            Calibrated = forms.Calibrated,
            Cosine = cosine,
            PatchCosine = patches,
            CosineOfOtherPictures = others,
            Batches = [.. options.Batches.Select(batch => Time(subject, forms, batch, cancellationToken))],
        };
    }

    private async Task<EncoderFormReport> Form(EncoderPrecision precision, string path, IReadOnlyList<OperatorCount> ran, CancellationToken cancellationToken)
    {
        var memory = workingSet is null ? (long?)null : await workingSet(path, options.Batches[0], cancellationToken);
        var integer = ran.Where(count => count.IsInteger).ToArray();
        return new EncoderFormReport(precision, new FileInfo(path).Length, memory, integer.Sum(count => count.Nodes), integer.Sum(count => count.TimeShare), ran);
    }

    private (CosineFigures? Global, CosineFigures? Patches, CosineFigures? Others) Compare(BoundEncoder reference, EncoderForms forms, CancellationToken cancellationToken)
    {
        using var integer = forms.Integer is { } file ? BoundEncoder.Open(file, 1, options.Inference) : null;
        var (global, patches, others) = (new List<double>(), new List<double>(), new List<double>());
        float[]? before = null;
        foreach (var frame in forms.Frames)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Encode(reference, frame);
            if (before is not null)
            {
                others.Add(TensorPrimitives.CosineSimilarity(before, reference.GlobalOf(0)));
            }

            before = reference.GlobalOf(0).ToArray();
            if (integer is null)
            {
                continue;
            }

            Encode(integer, frame);
            global.Add(TensorPrimitives.CosineSimilarity(reference.GlobalOf(0), integer.GlobalOf(0)));
            for (var patch = 0; patch < reference.PatchCount; patch++)
            {
                var row = new Range(patch * reference.Dimension, (patch + 1) * reference.Dimension);
                patches.Add(TensorPrimitives.CosineSimilarity(reference.PatchesOf(0)[row], integer.PatchesOf(0)[row]));
            }
        }

        return (Figures(global), Figures(patches), Figures(others));
    }

    private EncoderBatchReport Time(EncoderSubject subject, EncoderForms forms, int batch, CancellationToken cancellationToken)
    {
        using var reference = BoundEncoder.Open(subject.Path, batch, options.Inference);
        using var integer = forms.Integer is { } file ? BoundEncoder.Open(file, batch, options.Inference) : null;
        BoundEncoder[] all = integer is null ? [reference] : [reference, integer];
        Array.ForEach(all, encoder => Fill(encoder, forms.Frames));
        var rounds = TimedRounds.Run(
            [.. all.Select(encoder => (Action)(() => encoder.Encode(batch)))],
            options.Rounds,
            options.Duration,
            round => progress($"{subject.Name}, batch {batch}: round {round} of {options.Rounds}"),
            cancellationToken);
        return new EncoderBatchReport(
            batch,
            RunTimes.Of(rounds[0]),
            integer is null ? null : RunTimes.Of(rounds[1]),
            integer is null ? null : Spread.Of(rounds[0].Zip(rounds[1], (left, right) => RunTimes.Median(left) / RunTimes.Median(right))));
    }

    private static CosineFigures? Figures(List<double> cosines) => cosines.Count > 0 ? CosineFigures.Of(cosines) : null;

    private static void Encode(BoundEncoder encoder, CalibrationFrame frame)
    {
        frame.Pixels.CopyTo(encoder.PixelsOf(0));
        encoder.Encode(1);
    }

    private static void Fill(BoundEncoder encoder, IReadOnlyList<CalibrationFrame> frames)
    {
        for (var row = 0; row < encoder.Capacity; row++)
        {
            frames[row % frames.Count].Pixels.CopyTo(encoder.PixelsOf(row));
        }
    }
}
