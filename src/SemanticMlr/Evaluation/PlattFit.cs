using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>Fits <c>p = sigmoid(scale * logit + bias)</c> to scores with known truth.</summary>
/// <remarks>
/// Platt 1999 with his smoothed targets, (n+ + 1) / (n+ + 2) and 1 / (n- + 2), so that few or cleanly separated samples do not drive the
/// scale to infinity; Newton's method with backtracking after Lin, Lin and Weng 2007.
/// </remarks>
internal static class PlattFit
{
    private const int MaxSteps = 100;
    private const double Ridge = 1e-12;
    private const double Enough = 1e-10;

    /// <summary>Fits scale and bias.</summary>
    public static (double Scale, double Bias) Fit(ReadOnlySpan<float> logits, ReadOnlySpan<Truth> truth) =>
        Minimize(new Problem(logits, truth), (0, StartBias(truth)), freeScale: true);

    /// <summary>Fits the bias for a scale that is given; works with no positives or no negatives too.</summary>
    public static double FitBias(ReadOnlySpan<float> logits, ReadOnlySpan<Truth> truth, double scale) =>
        Minimize(new Problem(logits, truth), (scale, StartBias(truth)), freeScale: false).Bias;

    private static double StartBias(ReadOnlySpan<Truth> truth) => Math.Log((truth.Count(Truth.Present) + 1.0) / (truth.Count(Truth.Absent) + 1.0));

    private static (double Scale, double Bias) Minimize(Problem problem, (double Scale, double Bias) start, bool freeScale)
    {
        var (scale, bias) = start;
        var loss = problem.Loss(scale, bias);
        for (var step = 0; step < MaxSteps; step++)
        {
            var slope = problem.Slope(scale, bias);
            var (towardsScale, towardsBias) = Direction(slope, freeScale);
            var gain = -(towardsScale * slope.Scale + towardsBias * slope.Bias);
            if (gain < Enough * (1 + loss))
            {
                break;
            }

            var length = 1.0;
            while (true)
            {
                var next = problem.Loss(scale + length * towardsScale, bias + length * towardsBias);
                if (next <= loss - 1e-4 * length * gain)
                {
                    (scale, bias, loss) = (scale + length * towardsScale, bias + length * towardsBias, next);
                    break;
                }

                length /= 2;
                if (length < 1e-10)
                {
                    return (scale, bias);
                }
            }
        }

        return (scale, bias);
    }

    private static (double Scale, double Bias) Direction(Slope slope, bool freeScale)
    {
        if (!freeScale)
        {
            return (0, -slope.Bias / (slope.BiasBias + Ridge));
        }

        var (scaleScale, biasBias) = (slope.ScaleScale + Ridge, slope.BiasBias + Ridge);
        var determinant = scaleScale * biasBias - slope.ScaleBias * slope.ScaleBias;
        return (
            -(biasBias * slope.Scale - slope.ScaleBias * slope.Bias) / determinant,
            -(scaleScale * slope.Bias - slope.ScaleBias * slope.Scale) / determinant);
    }

    /// <summary>First and second derivatives of the loss.</summary>
    private readonly record struct Slope(double Scale, double Bias, double ScaleScale, double ScaleBias, double BiasBias);

    private readonly ref struct Problem(ReadOnlySpan<float> logits, ReadOnlySpan<Truth> truth)
    {
        private readonly ReadOnlySpan<float> _logits = logits;
        private readonly ReadOnlySpan<Truth> _truth = truth;
        private readonly double _present = (truth.Count(Truth.Present) + 1.0) / (truth.Count(Truth.Present) + 2.0);
        private readonly double _absent = 1 / (truth.Count(Truth.Absent) + 2.0);

        /// <summary>Cross entropy, written so that large values do not overflow.</summary>
        public double Loss(double scale, double bias)
        {
            var loss = 0.0;
            for (var sample = 0; sample < _logits.Length; sample++)
            {
                if (_truth[sample] != Truth.Unknown)
                {
                    var value = scale * _logits[sample] + bias;
                    loss += Math.Max(value, 0) - value * Target(sample) + Math.Log(1 + Math.Exp(-Math.Abs(value)));
                }
            }

            return loss;
        }

        public Slope Slope(double scale, double bias)
        {
            var sum = default(Slope);
            for (var sample = 0; sample < _logits.Length; sample++)
            {
                if (_truth[sample] != Truth.Unknown)
                {
                    double logit = _logits[sample];
                    var probability = 1 / (1 + Math.Exp(-(scale * logit + bias)));
                    var (error, weight) = (probability - Target(sample), probability * (1 - probability));
                    sum = new Slope(
                        sum.Scale + error * logit,
                        sum.Bias + error,
                        sum.ScaleScale + weight * logit * logit,
                        sum.ScaleBias + weight * logit,
                        sum.BiasBias + weight);
                }
            }

            return sum;
        }

        private double Target(int sample) => _truth[sample] == Truth.Present ? _present : _absent;
    }
}
