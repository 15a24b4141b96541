using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>How far a form of the encoder is from the float form on a few frames.</summary>
internal sealed class OutputError
{
    private readonly EncoderGraph _graph;
    private readonly IReadOnlyList<CalibrationFrame> _frames;
    private readonly int _threads;
    private readonly float[][][] _expected;

    /// <param name="graph">The float form.</param>
    /// <param name="frames">The frames.</param>
    /// <param name="threads">Threads of a graph.</param>
    public OutputError(EncoderGraph graph, IReadOnlyList<CalibrationFrame> frames, int threads)
    {
        (_graph, _frames, _threads) = (graph, frames, threads);
        using var runner = new GraphRunner(graph.Path, graph.Model, threads);
        _expected = [.. frames.Select(frame => runner.Values(frame.Pixels, graph.Outputs))];
    }

    /// <summary>The relative error, Euclidean, in the mean over frames and outputs.</summary>
    /// <param name="form">The other form.</param>
    public double Of(ModelProto form)
    {
        using var runner = new GraphRunner(_graph.Path, form, _threads);
        return _frames.Zip(_expected).Average(pair =>
            runner.Values(pair.First.Pixels, _graph.Outputs).Zip(pair.Second).Average(output => Relative(output.First, output.Second)));
    }

    private static double Relative(float[] found, float[] expected)
    {
        double difference = 0, size = 0;
        for (var index = 0; index < expected.Length; index++)
        {
            difference += Math.Pow((double)found[index] - expected[index], 2);
            size += Math.Pow(expected[index], 2);
        }

        return size > 0 ? Math.Sqrt(difference / size) : Math.Sqrt(difference);
    }
}
