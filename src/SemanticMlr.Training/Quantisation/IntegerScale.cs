namespace SemanticMlr.Training.Quantisation;

/// <summary>How the numbers of a tensor become 8-bit integers: <c>real = scale x (integer - zeroPoint)</c>.</summary>
/// <param name="Scale">The step between two integers.</param>
/// <param name="ZeroPoint">The integer that stands for zero.</param>
/// <param name="IsSigned">int8 instead of uint8.</param>
internal readonly record struct IntegerScale(float Scale, int ZeroPoint, bool IsSigned)
{
    /// <summary>uint8 over a range, which is widened to hold zero: what comes out of a rectifier has the zero-point 0.</summary>
    public static IntegerScale Unsigned(TensorRange range)
    {
        var (min, max) = (Math.Min(0, range.Min), Math.Max(0, range.Max));
        var scale = Step((max - min) / byte.MaxValue);
        return new IntegerScale(scale, (int)Math.Clamp(Math.Round(-min / scale), byte.MinValue, byte.MaxValue), IsSigned: false);
    }

    /// <summary>int8 from -127 to 127 around zero.</summary>
    public static IntegerScale Symmetric(TensorRange range) => new(Step(range.Magnitude / sbyte.MaxValue), 0, IsSigned: true);

    /// <summary>A tensor that is always zero has no range; any step stands for it.</summary>
    private static float Step(double step) => (float)step is var single && single > float.Epsilon && float.IsNormal(single) ? single : 1;
}
