namespace SemanticMlr.Training.Quantisation;

/// <summary>How the range of an activation is chosen from what was seen on the calibration frames.</summary>
public enum CalibrationMethod
{
    /// <summary>From the smallest to the largest value seen.</summary>
    MinMax,

    /// <summary>So that a share of the values lies inside; the tails saturate.</summary>
    Percentile,

    /// <summary>Where the distribution loses least to quantisation (smallest Kullback-Leibler divergence).</summary>
    Entropy,
}
