using SemanticMlr.Training.VisionLanguage;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.VisionLanguage;

[Collection(ProcessWide.Name)]
public sealed class ContrastiveLossTests
{
    [Fact]
    public void Pairs_cost_the_cross_entropy_of_finding_each_other()
    {
        using var scope = NewDisposeScope();
        var unit = eye(2);

        // Cosines are 1 and 0, so the right one of two has probability 1 / (1 + e^-s).
        Assert.Equal(Math.Log(1 + Math.Exp(-2)), Loss(unit, unit, 2, "a", "b"), 1e-5);
        Assert.Equal(Math.Log(1 + Math.Exp(2)), Loss(unit, unit.flip(0), 2, "a", "b"), 1e-5);
    }

    [Fact]
    public void Equal_captions_belong_to_both_pictures()
    {
        using var scope = NewDisposeScope();
        var same = tensor(new float[] { 1, 0, 1, 0 }, [2, 2]);

        Assert.Equal(Math.Log(2), Loss(same, same, 5, "a", "a"), 1e-5);
        Assert.Equal((Math.Log(2) + 2.5 + Math.Log(1 + Math.Exp(-5))) / 2, Loss(eye(2), same, 5, "a", "a"), 1e-5);
    }

    private static double Loss(Tensor pictures, Tensor captions, double scale, params string[] texts) =>
        ContrastiveLoss.Of(pictures, captions, tensor(new[] { (float)scale }), texts).item<float>();
}
