namespace SemanticMlr.Training.RandomEncoders;

/// <summary>Weights from one run of random numbers of which every tensor takes a piece: drawing 86 million would take longer than all that is measured.</summary>
internal sealed class RandomWeights
{
    private readonly float[] _noise;
    private readonly Random _random = new(1);

    /// <param name="length">Numbers to draw: more than the largest tensor has.</param>
    public RandomWeights(int length)
    {
        _noise = new float[length];
        for (var index = 0; index < _noise.Length; index++)
        {
            _noise[index] = (float)(2 * _random.NextDouble() - 1);
        }
    }

    /// <summary>As many numbers, evenly spread from -<paramref name="spread"/> to <paramref name="spread"/>.</summary>
    public float[] Take(long count, double spread)
    {
        var values = _noise.AsSpan(_random.Next(_noise.Length - (int)count), (int)count).ToArray();
        System.Numerics.Tensors.TensorPrimitives.Multiply(values, (float)spread, values);
        return values;
    }
}
