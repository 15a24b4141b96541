namespace SemanticMlr.Training.Quantisation;

/// <summary>Weights as symmetric int8, with a scale of its own for each output channel.</summary>
/// <param name="Values">The integers, in the order of the weights.</param>
/// <param name="Scales">One a channel.</param>
/// <param name="Axis">The axis of the weights that counts output channels.</param>
internal sealed record ChannelWeights(sbyte[] Values, float[] Scales, int Axis)
{
    /// <summary>The largest integer that a bias takes: half of int32, so that the sum of products still fits.</summary>
    private const double LargestBias = 1 << 30;

    /// <summary>Quantises weights.</summary>
    /// <param name="weights">The numbers, row by row.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="axis">The axis of the output channels.</param>
    /// <param name="largest">The largest integer: 127, or 64 where products of two neighbours must fit 16 bits.</param>
    /// <param name="bias">The bias of each channel, or null.</param>
    /// <param name="inputScale">The scale of the input; the bias becomes an integer at this times the channel's scale, which grows where it would not fit.</param>
    public static ChannelWeights Of(ReadOnlySpan<float> weights, IReadOnlyList<long> shape, int axis, int largest, float[]? bias, float inputScale)
    {
        var inner = 1;
        for (var after = axis + 1; after < shape.Count; after++)
        {
            inner *= (int)shape[after];
        }

        var channels = (int)shape[axis];
        var scales = new float[channels];
        for (var index = 0; index < weights.Length; index++)
        {
            var channel = index / inner % channels;
            scales[channel] = Math.Max(scales[channel], Math.Abs(weights[index]));
        }

        for (var channel = 0; channel < channels; channel++)
        {
            var needed = bias is null ? 0 : Math.Abs(bias[channel]) / (inputScale * LargestBias);
            var scale = (float)Math.Max(scales[channel] / largest, needed);
            scales[channel] = float.IsNormal(scale) ? scale : 1;
        }

        var values = new sbyte[weights.Length];
        for (var index = 0; index < weights.Length; index++)
        {
            values[index] = (sbyte)Math.Clamp(MathF.Round(weights[index] / scales[index / inner % channels]), -largest, largest);
        }

        return new ChannelWeights(values, scales, axis);
    }

    /// <summary>A bias as int32 at the scale of the products: input scale times channel scale.</summary>
    public (int[] Values, float[] Scales) Bias(float[] bias, float inputScale)
    {
        float[] scales = [.. Scales.Select(scale => inputScale * scale)];
        return ([.. bias.Zip(scales, (value, scale) => (int)Math.Round((double)value / scale))], scales);
    }

    /// <summary>A matrix with rows and columns changed, as a Gemm reads its weights with <c>transB</c>.</summary>
    public static float[] Transposed(float[] values, int rows, int columns)
    {
        var transposed = new float[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                transposed[column * rows + row] = values[row * columns + column];
            }
        }

        return transposed;
    }
}
