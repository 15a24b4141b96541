using SemanticMlr.Training.Losses;
using SemanticMlr.Training.Recipes.Heads;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Losses;

/// <summary>Every loss against the value that its formula gives by hand.</summary>
[Collection(ProcessWide.Name)]
public sealed class MissingLabelLossTests : IDisposable
{
    private static readonly double[] GoldenScores = [-0.098320, 0.062671, 0.628843, 0.462458, -0.025073, 0.023480];
    private static readonly float[] GoldenSigns = [1, -1, -1, -1, 1, 1];
    private static readonly double[] Logits = [1.0, -0.5, 0.25, 2.0];

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_ranking_hinge_gives_the_published_value()
    {
        // sigrl.md, section 3: scores and labels of the golden vectors.
        var scores = tensor(GoldenScores, [2, 3]);
        var loss = RankingLoss.Of(scores, Observations.Of(tensor(GoldenSigns, [2, 3])));

        Assert.Equal(1.453665488, loss.item<double>(), 2e-6);
    }

    [Fact]
    public void Unknown_cells_make_no_pair()
    {
        double[] scores = [0.0, 5.0, 0.5];
        float[] signs = [1, 0, -1];
        var loss = RankingLoss.Of(tensor(scores, [1, 3]), Observations.Of(tensor(signs, [1, 3])));

        Assert.Equal(1.5, loss.item<double>(), 1e-6);
    }

    [Fact]
    public void The_ranking_hinge_may_take_unknown_cells_for_negatives()
    {
        var recipe = new HeadLossRecipe { Kind = HeadLossKind.Ranking, UnknownIsNegative = true };

        // The positive (1.0) against -0.5, 0.25 and 2.0: the first pair is 1.5 apart and counts nowhere.
        Assert.Equal((0.25 + 2) / 2, Of(recipe, pass: 0), 1e-5);
    }

    [Theory]
    [InlineData(HeadLossKind.KnownOnly)]
    [InlineData(HeadLossKind.AssumeNegative)]
    [InlineData(HeadLossKind.EntropyMaximisation)]
    [InlineData(HeadLossKind.Asymmetric)]
    [InlineData(HeadLossKind.LargeLossRejection)]
    public void Cells_present_absent_unknown_unknown_cost_what_the_formula_says(HeadLossKind kind)
    {
        var recipe = new HeadLossRecipe { Kind = kind, WarmUpPasses = 2, RejectedPerPass = 50 };
        var (positive, negative) = (-Math.Log(P(0)), -Math.Log(1 - P(1)));
        var expected = kind switch
        {
            HeadLossKind.KnownOnly => (positive + negative) / 2,
            HeadLossKind.AssumeNegative => (positive + negative - Math.Log(1 - P(2)) - Math.Log(1 - P(3))) / 4,
            HeadLossKind.EntropyMaximisation => (positive + negative - 0.1 * (Entropy(2) + Entropy(3))) / 4,
            HeadLossKind.Asymmetric => (positive + Shifted(1) + Shifted(2) + Shifted(3)) / 4,

            // Pass 3 is one past the warm-up: half of the two unknown cells, the dearer one, is left out.
            _ => (positive + negative - Math.Log(1 - P(2))) / 4,
        };

        Assert.Equal(expected, Of(recipe, pass: 3), 1e-5);
    }

    [Fact]
    public void Pseudo_negatives_keep_the_probability_of_their_pass()
    {
        var recipe = new HeadLossRecipe { Kind = HeadLossKind.AsymmetricPseudoLabels, WarmUpPasses = 0, PseudoNegatives = 0.5, PseudoNegativeWeight = 0.5 };
        var pseudo = new PseudoLabels(recipe, samples: 2, labels: 2);
        pseudo.Update([0.1f, 0.9f, 0.3f, 0.8f], (_, label) => label == 0, pass: 1, passes: 1);

        var (targets, given) = pseudo.Take([0, 1], [0, 1]);

        Assert.Equal([1f, 0, 0, 0], given.data<float>().ToArray());
        Assert.Equal(0.1f, targets[0, 0].item<float>());
    }

    [Fact]
    public void Only_cells_that_the_average_is_sure_of_become_pseudo_positive()
    {
        var recipe = new HeadLossRecipe { Kind = HeadLossKind.PseudoPositives, WarmUpPasses = 1 };
        var pseudo = new PseudoLabels(recipe, samples: 2, labels: 1);
        pseudo.Update([0.95f, 0.95f], (_, _) => true, pass: 0, passes: 5);
        Assert.Equal(0, pseudo.Take([0, 1], [0]).Given.sum().item<float>());

        pseudo.Update([0.95f, 0.6f], (_, _) => true, pass: 2, passes: 5);
        var (targets, given) = pseudo.Take([0, 1], [0]);

        Assert.Equal([1f, 0], given.data<float>().ToArray());
        Assert.Equal(0.9f, targets[0, 0].item<float>());
    }

    [Fact]
    public void Pseudo_labels_survive_a_checkpoint()
    {
        var recipe = new HeadLossRecipe { Kind = HeadLossKind.PseudoPositives, WarmUpPasses = 0 };
        var pseudo = new PseudoLabels(recipe, samples: 1, labels: 2);
        pseudo.Update([0.95f, 0.1f], (_, _) => true, pass: 1, passes: 2);
        using var stream = new MemoryStream();
        pseudo.Write(new BinaryWriter(stream));
        stream.Position = 0;
        var copy = new PseudoLabels(recipe, samples: 1, labels: 2);
        copy.Read(new BinaryReader(stream));

        Assert.Equal([1f, 0], copy.Take([0], [0, 1]).Given.data<float>().ToArray());
    }

    private static double Of(HeadLossRecipe recipe, int pass)
    {
        var loss = new MissingLabelLoss(recipe, new PseudoLabels(recipe, 1, 4));
        var observed = Observations.Of(tensor(new[] { 1f, -1, 0, 0 }, [1, 4]));
        return loss.Of(tensor(Logits.Select(logit => (float)logit).ToArray(), [1, 4]), observed, [0], [0, 1, 2, 3], pass).item<float>();
    }

    private static double P(int cell) => 1 / (1 + Math.Exp(-Logits[cell]));

    private static double Entropy(int cell) => -P(cell) * Math.Log(P(cell)) - (1 - P(cell)) * Math.Log(1 - P(cell));

    private static double Shifted(int cell)
    {
        var shifted = Math.Max(0, P(cell) - 0.05);
        return -Math.Log(1 - shifted) * Math.Pow(shifted, 4);
    }
}
