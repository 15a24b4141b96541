using System.Runtime.InteropServices;

namespace SemanticMlr.Inference;

/// <summary>How far a vector is from the expected one.</summary>
internal static class VectorComparison
{
    /// <summary>The largest absolute difference, relative to the largest absolute value expected; infinite where a length differs or a value is not finite.</summary>
    public static double MaxRelativeDifference(ReadOnlySpan<byte> expected, ReadOnlySpan<float> found)
    {
        var wanted = MemoryMarshal.Cast<byte, float>(expected);
        if (wanted.Length != found.Length)
        {
            return double.PositiveInfinity;
        }

        var (largest, scale) = (0.0, double.Epsilon);
        for (var index = 0; index < wanted.Length; index++)
        {
            if (!float.IsFinite(found[index]))
            {
                return double.PositiveInfinity;
            }

            largest = Math.Max(largest, Math.Abs((double)found[index] - wanted[index]));
            scale = Math.Max(scale, Math.Abs(wanted[index]));
        }

        return largest / scale;
    }
}
