using SemanticMlr.Training.Modules.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Modules.Heads;

[Collection(ProcessWide.Name)]
public sealed class MatchingHeadTests : IDisposable
{
    private const int Dimension = 24;

    private readonly DisposeScope _scope = NewDisposeScope();

    public MatchingHeadTests() => torch.random.manual_seed(3);

    public static TheoryData<string> Names => new(TestHeads.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluate_AnyBatchAndList_GivesALogitForEachImageAndLabel(string name)
    {
        using var head = TestHeads.Create(name, Dimension);
        foreach (var (images, labels, patches) in new[] { (1, 1, 1), (3, 5, 9), (2, 40, 4) })
        {
            var scores = head.Evaluate(randn(images, Dimension), randn(images, patches, Dimension), randn(labels, Dimension), randn(labels, Dimension));

            Assert.Equal([images, labels], scores.Logits.shape);
            Assert.True(scores.Logits.isfinite().all().item<bool>());
            Assert.Equal(head.ReadsPatches, scores.Patches is not null);
            if (scores.Patches is { } local)
            {
                Assert.Equal([images, patches, labels], local.shape);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluate_Backward_GivesEveryWeightAndInputAGradient(string name)
    {
        using var head = TestHeads.Create(name, Dimension);
        TestHeads.Randomise(head);
        var (global, patches, labels) = (randn(4, Dimension, requires_grad: true), randn(4, 9, Dimension, requires_grad: true), randn(6, Dimension, requires_grad: true));
        var scores = head.Evaluate(global, patches, labels, labels * 2);
        (scores.Logits.square().sum() + (scores.Patches?.square().mean() ?? zeros(1))).backward();

        IEnumerable<(string Name, Tensor Value)> all =
        [
            .. head.named_parameters().Select(entry => (entry.name, (Tensor)entry.parameter)),
            ("global", global), ("labels", labels), .. head.ReadsPatches ? [("patches", patches)] : Array.Empty<(string, Tensor)>(),
        ];
        var silent = all.Where(entry => entry.Value.grad is not { } gradient || gradient.abs().max().item<float>() == 0).Select(entry => entry.Name);
        Assert.Empty(silent);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ANewHead_LearnsATinyTask(string name)
    {
        using var head = TestHeads.Create(name, Dimension);
        var (global, patches, labels) = (randn(8, Dimension), randn(8, 9, Dimension), randn(6, Dimension));
        var optimizer = optim.AdamW(head.parameters().DistinctBy(parameter => parameter.Handle), 0.02);
        var targets = rand(8, 6).lt(0.3).to_type(ScalarType.Float32);
        var losses = new List<float>();
        for (var step = 0; step < 15; step++)
        {
            optimizer.zero_grad();
            var loss = nn.functional.binary_cross_entropy_with_logits(head.Score(global, patches, labels, labels), targets);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < losses[0], $"{losses[0]} to {losses[^1]}");
        Assert.True(!name.StartsWith("sigrl+", StringComparison.Ordinal) || losses[^1] < losses[0] / 1.5, $"{losses[0]} to {losses[^1]}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SigrlPlus_AtTheStart_ScoresAsMkt(bool normalise)
    {
        var settings = new HeadSettings(Dimension, TopK: 3) { Normalise = normalise };
        using var mkt = new MktHead(settings);
        using var head = new SigrlPlusHead(settings);
        using var graph = new NearestLabelGraph(Dimension);
        head.eval();
        graph.eval();
        var (global, patches, labels) = (randn(2, Dimension), randn(2, 9, Dimension), randn(12, Dimension));

        var expected = mkt.Evaluate(global, patches, labels, labels);
        var found = head.Evaluate(global, patches, labels, graph.forward(labels));

        Assert.True((expected.Logits - found.Logits).abs().max().item<float>() < 1e-5);
        Assert.True((expected.Patches! - found.Patches!).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void SigrlPlus_WithoutExchangeAndReconstruction_ScoresALabelWhateverElseIsInTheList()
    {
        using var head = new SigrlPlusHead(new HeadSettings(Dimension, TopK: 3), new SigrlPlusSettings { Rank = 8, Exchange = false, Reconstruction = false });
        TestHeads.Randomise(head);
        head.eval();
        var (global, patches, labels) = (randn(2, Dimension), randn(2, 9, Dimension), randn(12, Dimension));

        var all = head.Score(global, patches, labels, labels);
        var few = head.Score(global, patches, labels.narrow(0, 4, 3), labels.narrow(0, 4, 3));

        Assert.True((all.narrow(1, 4, 3) - few).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void MultiplyAdds_SigrlPlus_AreLessThanAHundredthOfThoseOfSigrl()
    {
        var settings = new HeadSettings(512);
        using var faithful = new SigrlHead(settings);
        using var plus = new SigrlPlusHead(settings);

        // C (2 P D^2 + 4 D^2 + 2 P D) + C (P + 1) D
        Assert.Equal(80L * ((2 * 196 * 512 * 512) + (4 * 512 * 512) + (2 * 196 * 512)) + (80L * 197 * 512), faithful.MultiplyAdds(80, 196));
        Assert.True(plus.MultiplyAdds(80, 196) * 100 <= faithful.MultiplyAdds(80, 196));
    }

    public void Dispose() => _scope.Dispose();
}
