using SemanticMlr.Training.Export;
using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Tests.Modules.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Export;

/// <summary>The written heads give what the modules give, to 1e-4, with random weights.</summary>
[Collection(ProcessWide.Name)]
public sealed class HeadGraphsTests : IDisposable
{
    private const int Dimension = 24;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly IDisposable _noGradients = no_grad();

    public HeadGraphsTests() => torch.random.manual_seed(7);

    public static TheoryData<string> Names => new(TestHeads.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void TheHeadsAgree(string name)
    {
        foreach (var (patches, topK) in new[] { (1, 3), (9, 3), (9, 1), (16, 1000) })
        {
            using var head = TestHeads.Create(name, Dimension, topK);
            TestHeads.Randomise(head);
            head.eval();
            var options = new HeadGraphOptions(patches) { LabelGraph = true };
            var graph = HeadGraphs.Write(head, options);
            var explained = HeadGraphs.WriteExplained(head, options);
            Assert.Equal(head.ReadsPatches, explained is not null);
            foreach (var (images, labels) in new[] { (1, 1), (3, 7), (2, 50) })
            {
                var (global, local) = (randn(images, Dimension), randn(images, patches, Dimension));
                var (texts, features) = (randn(labels, Dimension), randn(labels, Dimension));
                var inputs = new[]
                {
                    ("global", GraphRun.Value(global)), ("patches", GraphRun.Value(local)),
                    ("label_embeddings", GraphRun.Value(texts)), ("label_graph", GraphRun.Value(features)),
                };
                var expected = head.Evaluate(global, local, texts, features);
                var found = GraphRun.Of(graph, inputs);

                GraphRun.AssertNear(expected.Logits, found["logits"]);
                Assert.Single(found);
                if (explained is not null)
                {
                    var explanation = GraphRun.Of(explained, inputs);
                    GraphRun.AssertNear(expected.Logits, explanation["logits"]);
                    GraphRun.AssertNear(name == "sigrl" ? expected.Patches! : expected.Patches!.sigmoid(), explanation["relevance"]);
                }
            }
        }
    }

    [Theory]
    [InlineData("clip", true, "global", "label_embeddings")]
    [InlineData("mkt", true, "global", "label_embeddings", "patches")]
    [InlineData("sigrl", true, "global", "label_embeddings", "label_graph", "patches")]
    [InlineData("sigrl", false, "global", "label_embeddings", "patches")]
    [InlineData("sigrl+", true, "global", "label_graph", "patches")]
    [InlineData("sigrl+", false, "global", "label_embeddings", "patches")]
    public void AHead_DeclaresOnlyWhatItReads(string name, bool labelGraph, params string[] inputs)
    {
        using var head = TestHeads.Create(name, Dimension);

        Assert.Equal(inputs, GraphRun.InputsOf(HeadGraphs.Write(head, new HeadGraphOptions(9) { LabelGraph = labelGraph })).Order());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void TheLabelGraphsAgree(bool nearest, bool residual)
    {
        using LabelGraph graph = nearest
            ? new NearestLabelGraph(Dimension, neighbours: 5, heads: 2, features: 6, residual: residual)
            : new CompleteLabelGraph(Dimension, heads: 2, features: 6);
        TestHeads.Randomise(graph);
        graph.eval();
        var written = HeadGraphs.Write(graph);
        foreach (var count in new[] { 1, 4, 60 })
        {
            var labels = randn(count, Dimension) + 1;

            GraphRun.AssertNear(graph.forward(labels), GraphRun.Of(written, ("label_embeddings", GraphRun.Value(labels)))["label_graph"]);
        }
    }

    public void Dispose()
    {
        _noGradients.Dispose();
        _scope.Dispose();
    }
}
