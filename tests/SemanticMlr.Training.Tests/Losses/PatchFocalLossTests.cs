using SemanticMlr.Training.Losses;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Losses;

[Collection(ProcessWide.Name)]
public sealed class PatchFocalLossTests
{
    [Fact]
    public void The_loss_follows_the_formula()
    {
        using var scope = NewDisposeScope();
        float[] logits = [0.3f, -1.2f, 2];
        float[] targets = [1, 0.5f, 0];

        var loss = PatchFocalLoss.Of(tensor(logits, [1, 3, 1]), tensor(targets, [1, 3, 1]), ones(1, 1)).item<float>();

        var (first, second, third) = (Sigmoid(0.3), Sigmoid(-1.2), Sigmoid(2));
        var expected = -Math.Pow(1 - first, 2) * Math.Log(first)
            - Math.Pow(0.5, 4) * Math.Pow(second, 2) * Math.Log(1 - second)
            - Math.Pow(third, 2) * Math.Log(1 - third);
        Assert.Equal(expected, loss, 5);
    }

    [Fact]
    public void A_batch_without_a_centre_has_a_finite_loss()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0, PatchFocalLoss.Of(full([1, 4, 2], -50f), zeros(1, 4, 2), ones(1, 2)).item<float>(), 6);
    }

    [Fact]
    public void A_label_left_out_of_a_sample_raises_nothing_there_but_a_known_centre_still_counts()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 0.3f, 2, 2, 0.3f }, [1, 2, 2]);
        var targets = tensor(new float[] { 1, 0, 0, 0 }, [1, 2, 2]);

        var loss = PatchFocalLoss.Of(logits, targets, tensor(new float[] { 1, 0 }, [1, 2])).item<float>();

        var (centre, beside) = (Sigmoid(0.3), Sigmoid(2));
        Assert.Equal(-Math.Pow(1 - centre, 2) * Math.Log(centre) - Math.Pow(beside, 2) * Math.Log(1 - beside), loss, 5);
    }

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
