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

    [Fact]
    public void Gradients_OverManySteps_KeepNoMemory()
    {
        const int Steps = 24;
        const long BytesOfAStep = 4L * 64 * 1024 * 64;
        using var layer = new SpatialSoftmax(64, ScalarType.Float32);
        var before = 0L;
        for (var step = 0; step < Steps; step++)
        {
            if (step == Steps / 4)
            {
                before = Environment.WorkingSet;
            }

            using var scope = NewDisposeScope();
            var patches = randn(64, 1024, 64, requires_grad: true);
            var queries = randn(1, 2, 64, requires_grad: true);
            (layer.Pool(patches, queries).sum() + layer.Gate(patches, queries).sum()).backward();
            if (step % 5 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }

        // Both functions keep the patches for their gradients: kept for good, that would be two copies a step, 600 MB after the first quarter. Half a copy is
        // room for what allocators keep.
        Assert.True(Environment.WorkingSet - before < BytesOfAStep * Steps / 2, $"grew by {(Environment.WorkingSet - before) / 1e6:F0} MB");
    }

    public void Dispose()
    {
        _layer.Dispose();
        _scope.Dispose();
    }
}
