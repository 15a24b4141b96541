using SemanticMlr.Training.Baselines;
using SemanticMlr.Training.Losses;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Baselines;

[Collection(ProcessWide.Name)]
public sealed class BaselineTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(7, 3)]
    [InlineData(4, 6)]
    public void Ridge_regression_solves_its_normal_equations(long samples, long features)
    {
        random.manual_seed(1);
        var (x, y) = (randn(samples, features) + 2, randn(samples, 2));

        var (weight, bias) = RidgeRegression.Fit(x, y, 0.5);

        // The gradient at the solution: (Xc^T Xc + s I) W^T = Xc^T Yc, and the residuals sum to zero.
        var (centredX, centredY) = (x - x.mean([0]), y - y.mean([0]));
        var strength = 0.5 * centredX.pow(2).mean().item<float>() * samples;
        var left = matmul(matmul(centredX.t(), centredX) + strength * eye(features), weight.t());
        Assert.True(allclose(left, matmul(centredX.t(), centredY), rtol: 1e-4, atol: 1e-4));
        Assert.True(allclose((matmul(x, weight.t()) + bias - y).sum([0]), zeros(2), atol: 1e-4));
    }

    [Fact]
    public void Logistic_regression_reaches_its_minimum()
    {
        random.manual_seed(2);
        var inputs = randn(30, 4);
        var signs = (inputs.sum([1], keepdim: true) + randn(30, 1)).sign();
        const double penalty = 0.1;

        var fitted = LogisticRegression.Fit(inputs, Observations.Of(signs), penalty);

        // At the minimum, mean of x (p - y) is -penalty w; w is read off the fitted logits, which are linear in the scaled inputs.
        var scaled = (inputs - inputs.mean([0])) / inputs.std(0, unbiased: false);
        var bias = fitted(inputs.mean([0], keepdim: true));
        var weight = linalg.lstsq(scaled, fitted(inputs) - bias).Solution;
        var residual = fitted(inputs).sigmoid() - signs.eq(1).to_type(ScalarType.Float32);
        var gradient = matmul(scaled.t(), residual) / 30 + penalty * weight;
        Assert.True(gradient.abs().max().item<float>() < 1e-3, $"{gradient.abs().max().item<float>()}");
        Assert.True(residual.mean().abs().item<float>() < 1e-3);
    }

    [Fact]
    public void Logistic_regression_leaves_unknown_cells_out()
    {
        var inputs = tensor(new[] { -2f, -1, 1, 2, 5 }, [5, 1]);
        var observed = Observations.Of(tensor(new[] { -1f, -1, 1, 1, 0 }, [5, 1]));

        var scores = LogisticRegression.Fit(inputs, observed, 0.01)(tensor(new[] { -1.5f, 1.5f }, [2, 1])).data<float>().ToArray();

        Assert.True(scores[0] < -1 && scores[1] > 1, $"{scores[0]}, {scores[1]}");
    }
}
