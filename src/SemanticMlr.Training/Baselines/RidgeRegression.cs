using static TorchSharp.torch;

namespace SemanticMlr.Training.Baselines;

/// <summary>Linear regression with a penalty on the squared weights (Hoerl and Kennard 1970).</summary>
internal static class RidgeRegression
{
    /// <summary>Relative to the mean square of the inputs: the penalty does not depend on their scale.</summary>
    public const double DefaultPenalty = 1;

    /// <summary>Minimises |X W^T + b - Y|^2 + penalty * n * mean square of X * |W|^2, exactly.</summary>
    /// <param name="inputs">X [N, G].</param>
    /// <param name="targets">Y [N, D].</param>
    /// <param name="penalty">Above 0.</param>
    /// <returns>W [D, G] and b [D].</returns>
    public static (Tensor Weight, Tensor Bias) Fit(Tensor inputs, Tensor targets, double penalty)
    {
        var (x, y) = (inputs.to_type(ScalarType.Float64), targets.to_type(ScalarType.Float64));
        var (meanX, meanY) = (x.mean([0]), y.mean([0]));
        var (centredX, centredY) = (x - meanX, y - meanY);

        var strength = penalty * centredX.pow(2).mean().item<double>() * x.shape[0];
        var (samples, features) = (x.shape[0], x.shape[1]);

        // Two systems give the same weights; the smaller one is solved.
        var weight = samples < features
            ? matmul(centredX.t(), linalg.solve(matmul(centredX, centredX.t()) + Diagonal(samples), centredY)).t()
            : linalg.solve(matmul(centredX.t(), centredX) + Diagonal(features), matmul(centredX.t(), centredY)).t();
        var bias = meanY - matmul(weight, meanX);
        return (weight.to_type(ScalarType.Float32), bias.to_type(ScalarType.Float32));

        Tensor Diagonal(long side) => strength * eye(side, dtype: ScalarType.Float64);
    }
}
