using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Finds the ranges of activations by running the float graph over the calibration frames, one after the other: memory does not grow with their number.</summary>
/// <param name="graph">The float graph.</param>
/// <param name="frames">The frames.</param>
/// <param name="threads">Threads of the graph.</param>
internal sealed class RangeCollection(EncoderGraph graph, CalibrationFrames frames, int threads)
{
    private const int Bins = 2048;

    /// <summary>The range of each tensor.</summary>
    /// <param name="tensors">Names of activations.</param>
    /// <param name="settings">How ranges are chosen.</param>
    /// <param name="cancellationToken">Stops between two frames.</param>
    /// <exception cref="BundleException">An activation is not a finite number; the message names the node and the picture.</exception>
    public IReadOnlyDictionary<string, TensorRange> Collect(IReadOnlyCollection<string> tensors, QuantisationSettings settings, CancellationToken cancellationToken)
    {
        using var runner = new GraphRunner(graph.Path, graph.Model, threads, tensors);
        var seen = tensors.ToDictionary(tensor => tensor, _ => new TensorRange(double.PositiveInfinity, double.NegativeInfinity), StringComparer.Ordinal);
        Look(runner, tensors, (frame, tensor, values) => seen[tensor] = Widen(seen[tensor], values, frame, tensor), cancellationToken);
        if (settings.Calibration == CalibrationMethod.MinMax)
        {
            return seen;
        }

        var magnitudes = settings.Calibration == CalibrationMethod.Entropy;
        var histograms = seen.ToDictionary(
            entry => entry.Key,
            entry => magnitudes ? new Histogram(0, entry.Value.Magnitude, Bins) : new Histogram(entry.Value.Min, entry.Value.Max, Bins),
            StringComparer.Ordinal);
        Look(runner, tensors, (_, tensor, values) => histograms[tensor].Add(values, magnitudes), cancellationToken);
        return seen.ToDictionary(
            entry => entry.Key,
            entry => magnitudes ? Clipped(entry.Value, histograms[entry.Key]) : PercentileRange.Of(histograms[entry.Key], settings.Percentile),
            StringComparer.Ordinal);
    }

    private delegate void Looker(CalibrationFrame frame, string tensor, ReadOnlySpan<float> values);

    private void Look(GraphRunner runner, IReadOnlyCollection<string> tensors, Looker looker, CancellationToken cancellationToken)
    {
        foreach (var frame in frames.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var outputs = runner.Run(frame.Pixels, tensors);
            foreach (var (tensor, value) in tensors.Zip(outputs))
            {
                looker(frame, tensor, value.GetTensorDataAsSpan<float>());
            }
        }
    }

    private TensorRange Widen(TensorRange range, ReadOnlySpan<float> values, CalibrationFrame frame, string tensor)
    {
        var (min, max) = (range.Min, range.Max);
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                throw FirstFault(frame, tensor);
            }

            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return new TensorRange(min, max);
    }

    private static TensorRange Clipped(TensorRange seen, Histogram magnitudes)
    {
        if (magnitudes.Max <= 0)
        {
            return seen;
        }

        var threshold = EntropyThreshold.Of(magnitudes, seen.Min >= 0 ? byte.MaxValue + 1 : sbyte.MaxValue + 1);
        return new TensorRange(Math.Max(seen.Min, -threshold), Math.Min(seen.Max, threshold));
    }

    /// <summary>Runs the frame again with everything that the graph computes, to name the node where it begins.</summary>
    private BundleException FirstFault(CalibrationFrame frame, string tensor)
    {
        var all = graph.Nodes.SelectMany(node => node.Output).Where(output => output.Length > 0).ToArray();
        using var runner = new GraphRunner(graph.Path, graph.Model, threads, all);
        var floats = all.Where(runner.IsFloat).ToArray();
        using var outputs = runner.Run(frame.Pixels, floats);
        var first = floats.Zip(outputs).FirstOrDefault(pair => HasFault(pair.Second.GetTensorDataAsSpan<float>())).First ?? tensor;
        return new BundleException(
            graph.Path, $"node \"{graph.Producer(first)?.Name}\" gives values that are not finite numbers on {frame.Picture}; an encoder that does so cannot be quantised");
    }

    private static bool HasFault(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                return true;
            }
        }

        return false;
    }
}
