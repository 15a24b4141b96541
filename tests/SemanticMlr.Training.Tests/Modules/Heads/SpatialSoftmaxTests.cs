using SemanticMlr.Training.Modules.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Modules.Heads;

/// <summary>The gradients that compute the weights again are those of automatic differentiation.</summary>
[Collection(ProcessWide.Name)]
public sealed class SpatialSoftmaxTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly SpatialSoftmax _layer = new(5, ScalarType.Float64);

    public SpatialSoftmaxTests() => torch.random.manual_seed(11);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    public void PoolAndGate_GiveTheValuesAndGradientsOfThePlainForm(bool pool, int queryRows)
    {
        var patches = randn([2, 7, 5], ScalarType.Float64, requires_grad: true);
        var queries = randn([queryRows, 3, 5], ScalarType.Float64, requires_grad: true);
        Tensor[] inputs = [patches, queries, _layer.Projection.weight!];
        var upstream = randn(pool ? [2, 3, 5] : [2, 7, 5], ScalarType.Float64);

        var weights = _layer.Projection.forward((patches.unsqueeze(2) * queries.unsqueeze(1)).tanh()).softmax(1);
        var expected = pool ? (patches.unsqueeze(2) * weights).sum(1) : weights.sum(2);
        var found = pool ? _layer.Pool(patches, queries) : _layer.Gate(patches, queries);
        Assert.True((expected - found).abs().max().item<double>() < 1e-12);

        var expectedGradients = autograd.grad([expected], inputs, [upstream]);
        var foundGradients = autograd.grad([found], inputs, [upstream]);
        Assert.All(expectedGradients.Zip(foundGradients), pair => Assert.True((pair.First - pair.Second).abs().max().item<double>() < 1e-12));

        using var noGradients = no_grad();
        var scored = pool ? _layer.Pool(patches, queries) : _layer.Gate(patches, queries);
        Assert.True((expected - scored).abs().max().item<double>() < 1e-12);
    }

    public void Dispose()
    {
        _layer.Dispose();
        _scope.Dispose();
    }
}
