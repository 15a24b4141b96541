using SemanticMlr.TestSupport;
using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Runs;
using SemanticMlr.Training.Text;

namespace SemanticMlr.Training.Tests.Checkpoints;

[Collection(ProcessWide.Name)]
public sealed class ResumeTests : IDisposable
{
    private const int Steps = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly Recipe _recipe = TinyRecipe.Create();
    private readonly PhraseBook _phrases;
    private readonly BoardSet _boards;

    public ResumeTests()
    {
        _phrases = PhraseBook.Create(_recipe, _folder.File("tokenizer"));
        _boards = BoardSet.Read(DrawnBoards.Write(_folder.Path, 2), _recipe);
    }

    [Fact]
    public void Two_steps_and_two_resumed_ones_are_four()
    {
        using var whole = new TrainingState(_recipe, _phrases, _recipe.Seed);
        Train(whole, 0, 4);

        var store = new CheckpointStore(_folder.File("state"));
        using (var broken = new TrainingState(_recipe, _phrases, _recipe.Seed))
        {
            Train(broken, 0, 2);
            store.Save(broken, new CheckpointProgress("key", 2, Steps, 1.5));
        }

        // Another seed: everything must come from the checkpoint.
        using var resumed = new TrainingState(_recipe, _phrases, _recipe.Seed + 1);
        var progress = store.Load(resumed, "key", 3, Steps);
        Assert.Equal(new CheckpointProgress("key", 2, Steps, 1.5), progress);
        Train(resumed, 2, 4);

        Assert.Equal(Values(whole.Model), Values(resumed.Model));
        Assert.Equal(Values(whole.Average), Values(resumed.Average));
        Assert.NotEqual(Values(whole.Model), Values(whole.Average));
    }

    [Fact]
    public void A_seed_decides_the_weights()
    {
        using var one = new TrainingState(_recipe, _phrases, 1);
        using var same = new TrainingState(_recipe, _phrases, 1);
        using var other = new TrainingState(_recipe, _phrases, 2);
        Train(one, 0, 2);
        Train(same, 0, 2);

        Assert.Equal(Values(one.Model), Values(same.Model));
        Assert.NotEqual(Values(one.Model), Values(other.Model));
    }

    [Fact]
    public void The_checkpoint_of_another_run_is_not_taken_up()
    {
        var store = new CheckpointStore(_folder.File("state"));
        using var state = new TrainingState(_recipe, _phrases, 1);
        Assert.Null(store.Load(state, "key", 3, Steps));
        store.Save(state, new CheckpointProgress("key", 1, Steps, 0));

        Assert.Null(store.Load(state, "another", 3, Steps));
        Assert.NotNull(store.Load(state, "key", 3, Steps));
    }

    [Theory]
    [InlineData(3, 10, 8, true)]
    [InlineData(3, 4, 3, true)]
    [InlineData(9, 10, 8, false)]
    [InlineData(6, 6, 4, false)]
    public void A_run_of_another_length_takes_up_what_was_done_before_the_rate_fell(long step, long steps, long decay, bool fits)
    {
        // The checkpoint is of a run of 8 steps whose rate falls over the last 2 or 1.
        var store = new CheckpointStore(_folder.File("state"));
        using var state = new TrainingState(_recipe, _phrases, 1);
        store.Save(state, new CheckpointProgress("key", step, 8, 0));

        var progress = store.Load(state, "key", decay, steps);

        Assert.Equal(fits ? new CheckpointProgress("key", step, steps, 0) : null, progress);
    }

    [Fact]
    public void A_longer_run_goes_on_from_before_the_rate_fell()
    {
        var store = new CheckpointStore(_folder.File("state"));
        using var state = new TrainingState(_recipe, _phrases, 1);
        store.SaveBeforeFall(state, new CheckpointProgress("key", 6, 8, 0));
        store.Save(state, new CheckpointProgress("key", 8, 8, 0));

        Assert.Equal(8, store.Load(state, "key", 6, 8)?.Step);
        Assert.Equal(6, store.Load(state, "key", 10, 12)?.Step);
    }

    [Fact]
    public void An_interrupt_between_the_renames_of_a_save_leaves_the_previous_checkpoint()
    {
        var store = new CheckpointStore(_folder.File("state"));
        using var state = new TrainingState(_recipe, _phrases, 1);
        store.Save(state, new CheckpointProgress("key", 1, Steps, 0));
        Directory.Move(Path.Combine(_folder.File("state"), "checkpoint"), Path.Combine(_folder.File("state"), "checkpoint.previous"));

        Assert.Equal(1, store.Load(state, "key", 3, Steps)?.Step);
    }

    public void Dispose()
    {
        _boards.Dispose();
        _folder.Dispose();
    }

    private void Train(TrainingState state, long from, long to)
    {
        using var pause = new CollectionPause();
        pause.Renew();
        var trainer = new Trainer(_recipe, state, _phrases, _recipe.Seed);
        using var sampler = new CropSampler(_recipe, _boards.Images, _recipe.Seed);
        for (var step = from; step < to; step++)
        {
            trainer.Step(sampler.Draw(step), step, Steps);
        }
    }

    private static float[] Values(MatchingModel model) => [.. model.State.Floats.SelectMany(TensorData.Values)];
}
