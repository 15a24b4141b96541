using SemanticMlr.TestSupport;
using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Runs;
using SemanticMlr.Training.Text;

namespace SemanticMlr.Training.Tests.Runs;

[Collection(ProcessWide.Name)]
public sealed class TrainerTests : IDisposable
{
    private const int Steps = 10;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Cells_without_a_box_that_cost_most_are_left_out_more_and_more()
    {
        Assert.Equal(Loss(reject: 0, step: 0, present: 0), Loss(reject: 0.5, step: 0, present: 0));
        Assert.InRange(Loss(reject: 0.5, step: 4, present: 0), 0.01, 0.999 * Loss(reject: 0, step: 4, present: 0));
        Assert.InRange(Loss(reject: 0.5, step: 9, present: 0), 0.01, 0.999 * Loss(reject: 0.5, step: 4, present: 0));
    }

    [Fact]
    public void Cells_with_a_box_and_texts_that_hold_nowhere_always_count() =>
        Assert.Equal(Loss(reject: 0, step: 9, present: 1), Loss(reject: 0.5, step: 9, present: 1));

    public void Dispose() => _folder.Dispose();

    /// <summary>The cross-entropy of the head <c>mkt</c> over a batch in which every label has that target.</summary>
    private double Loss(double reject, long step, float present)
    {
        var tiny = TinyRecipe.Create();
        var recipe = tiny with { Loss = tiny.Loss with { Reject = reject } };
        var phrases = PhraseBook.Create(recipe, _folder.File("tokenizer"));
        using var state = new TrainingState(recipe, phrases, recipe.Seed);
        using var pause = new CollectionPause();
        pause.Renew();
        var batch = CropSampler.EmptyBatch(recipe, recipe.Image, count: 6);
        new Random(1).NextBytes(batch.Pixels);
        Array.Fill(batch.Tiles, present);
        return new Trainer(recipe, state, phrases, recipe.Seed).Step(batch, step, Steps)["mkt"];
    }
}
