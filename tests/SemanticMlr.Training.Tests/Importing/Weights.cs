using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Importing;

/// <summary>Random weights by the names that the modules have; both sides of a comparison ask for the same ones.</summary>
internal sealed class Weights(int seed, float spread)
{
    private readonly Dictionary<string, (float[] Values, long[] Shape)> _tensors = new(StringComparer.Ordinal);
    private readonly Random _random = new(seed);

    /// <summary>The values of a weight; made when first asked for. Scales of norms lie around 1.</summary>
    public (float[] Values, long[] Shape) Of(string name, params long[] shape)
    {
        if (_tensors.TryGetValue(name, out var known))
        {
            return known;
        }

        var values = new float[shape.Aggregate(1L, (product, side) => product * side)];
        var centre = shape.Length == 1 && name.EndsWith(".weight", StringComparison.Ordinal) ? 1f : 0f;
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = centre + (2 * _random.NextSingle() - 1) * spread;
        }

        return _tensors[name] = (values, shape);
    }

    public Tensor this[string name] => tensor(_tensors[name].Values, _tensors[name].Shape);
}
