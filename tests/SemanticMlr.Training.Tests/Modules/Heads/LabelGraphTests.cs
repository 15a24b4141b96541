using SemanticMlr.Training.Modules.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Modules.Heads;

[Collection(ProcessWide.Name)]
public sealed class LabelGraphTests : IDisposable
{
    private const int Dimension = 48;

    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>Embeddings as of a text encoder: half of each is common to all.</summary>
    private readonly Tensor _labels;

    public LabelGraphTests()
    {
        torch.random.manual_seed(4);
        _labels = randn(1, Dimension) + randn(40, Dimension) * 0.6f;
    }

    [Fact]
    public void TheCompleteGraph_Collapses()
    {
        using var graph = new CompleteLabelGraph(Dimension);
        graph.eval();

        Assert.True(Spread(_labels) > 0.3);
        Assert.True(Spread(graph.forward(_labels)) < 0.01);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheGraphOfTheNearest_KeepsLabelsApart(bool residual)
    {
        using var graph = new NearestLabelGraph(Dimension, residual: residual);
        using (no_grad())
        {
            graph.Second.Projection.weight!.copy_(randn_like(graph.Second.Projection.weight) * 0.1f);
        }

        graph.eval();

        Assert.True(Spread(graph.forward(_labels)) > 0.3);
    }

    [Fact]
    public void TheGraphOfTheNearest_AtTheStart_IsTheIdentity()
    {
        using var graph = new NearestLabelGraph(Dimension);

        Assert.Equal(0, (graph.forward(_labels) - _labels).abs().max().item<float>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public void TheGraphOfTheNearest_AnyList_GivesFiniteFeaturesAndGradients(int count)
    {
        using var graph = new NearestLabelGraph(Dimension, neighbours: 5, dropout: 0);
        TestHeads.Randomise(graph);
        var labels = _labels.narrow(0, 0, count).clone().requires_grad_();
        var features = graph.forward(labels);
        features.square().sum().backward();

        Assert.Equal([count, Dimension], features.shape);
        Assert.True(features.isfinite().all().item<bool>());
        Assert.True(labels.grad!.isfinite().all().item<bool>());
        Assert.All(graph.parameters(), parameter => Assert.True(parameter.grad!.isfinite().all().item<bool>()));
        Assert.Equal(count > 1, graph.Second.Projection.weight!.grad!.abs().max().item<float>() > 0);
    }

    [Fact]
    public void Nearest_FindsTheLabelItselfAndThoseLikeIt()
    {
        using var graph = new NearestLabelGraph(Dimension, neighbours: 2);
        var labels = cat([_labels, _labels + 0.01f * randn_like(_labels)]);

        var nearest = graph.Nearest(NearestLabelGraph.Directions(labels));

        var expected = Enumerable.Range(0, 80).Select(label => new long[] { label, (label + 40) % 80 });
        Assert.Equal(expected, nearest.data<long>().ToArray().Chunk(2));
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>Mean length of the rows' differences to their mean, relative to the rows' mean length.</summary>
    private static double Spread(Tensor rows) =>
        ((rows - rows.mean([0], keepdim: true)).norm(1).mean() / rows.norm(1).mean()).item<float>();
}
