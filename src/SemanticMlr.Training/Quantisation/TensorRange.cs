namespace SemanticMlr.Training.Quantisation;

/// <summary>The values of a tensor that must be representable; what lies outside saturates.</summary>
internal readonly record struct TensorRange(double Min, double Max)
{
    /// <summary>The larger of both magnitudes.</summary>
    public double Magnitude => Math.Max(Math.Abs(Min), Math.Abs(Max));
}
