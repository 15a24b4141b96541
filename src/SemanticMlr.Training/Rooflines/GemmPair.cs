using SemanticMlr.Evaluation;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Training.Rooflines;

/// <summary>A product in both formats with the speeds of all rounds. Owns both sessions.</summary>
internal sealed class GemmPair(GemmShape shape, int threads) : IDisposable
{
    private readonly GemmSession _float = new(shape, isInteger: false, threads);
    private readonly GemmSession _integer = new(shape, isInteger: true, threads);
    private readonly List<double> _floats = [];
    private readonly List<double> _integers = [];

    /// <summary>Measures both, one after the other.</summary>
    public void Measure(TimeSpan duration, bool integerFirst, CancellationToken cancellationToken)
    {
        if (integerFirst)
        {
            _integers.Add(Speed(_integer, duration, cancellationToken));
            _floats.Add(Speed(_float, duration, cancellationToken));
        }
        else
        {
            _floats.Add(Speed(_float, duration, cancellationToken));
            _integers.Add(Speed(_integer, duration, cancellationToken));
        }
    }

    /// <summary>10^9 multiply-adds a second in one round.</summary>
    public double SpeedOf(bool isInteger, int round) => (isInteger ? _integers : _floats)[round];

    /// <summary>Seconds of one product at the middle of its speeds.</summary>
    public double Seconds(bool isInteger) => shape.MultiplyAdds / (1e9 * Spread.Of(isInteger ? _integers : _floats).Median);

    public GemmReport Report(int count) => new(
        shape, count, count * shape.MultiplyAdds, Spread.Of(_floats), Spread.Of(_integers), Spread.Of(_integers.Zip(_floats, (left, right) => left / right)));

    public void Dispose()
    {
        _float.Dispose();
        _integer.Dispose();
    }

    /// <summary>The best run: what other work on the machine takes is no limit of the processor.</summary>
    private double Speed(GemmSession session, TimeSpan duration, CancellationToken cancellationToken) =>
        shape.MultiplyAdds / (1e6 * TimedRounds.Measure(session.Run, duration, cancellationToken).Min());
}
