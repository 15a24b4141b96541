using SemanticMlr.TestSupport;
using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Text;

namespace SemanticMlr.Training.Tests.Checkpoints;

[Collection(ProcessWide.Name)]
public sealed class CheckpointStoreTests : IDisposable
{
    private const int Steps = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];
    private readonly CheckpointStore _store;
    private readonly TrainingState _saved;
    private readonly TrainingState _other;

    public CheckpointStoreTests()
    {
        var recipe = TinyRecipe.Create();
        var phrases = PhraseBook.Create(recipe, _folder.File("tokenizer"));
        _store = new CheckpointStore(_folder.File("state"), _warnings.Add);
        (_saved, _other) = (new TrainingState(recipe, phrases, 1), new TrainingState(recipe, phrases, 2));
    }

    [Fact]
    public void A_checkpoint_lists_each_tensor_once()
    {
        _store.Save(_saved, new CheckpointProgress("key", 1, Steps, 0));
        _saved.Model.save(_folder.File("all-names.bin"));

        Assert.InRange(new FileInfo(InCheckpoint("weights.bin")).Length, 1, new FileInfo(_folder.File("all-names.bin")).Length / 2);
        Assert.Equal(1, _store.Load(_other, "key", 3, Steps)?.Step);
        Assert.Equal(Values(_saved.Model), Values(_other.Model));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_checkpoint_that_lists_a_tensor_under_all_of_its_names_is_still_read()
    {
        _store.Save(_saved, new CheckpointProgress("key", 1, Steps, 0));
        _saved.Model.save(InCheckpoint("weights.bin"));
        _saved.Average.save(InCheckpoint("average.bin"));

        Assert.Equal(1, _store.Load(_other, "key", 3, Steps)?.Step);
        Assert.Equal(Values(_saved.Model), Values(_other.Model));
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("average.bin")]
    [InlineData("optimizer.bin")]
    [InlineData("progress.json")]
    public void A_damaged_checkpoint_is_passed_over(string file)
    {
        _store.SaveBeforeFall(_saved, new CheckpointProgress("key", 1, Steps, 0));
        _store.Save(_other, new CheckpointProgress("key", 2, Steps, 0));
        Truncate(InCheckpoint(file));

        Assert.Equal(1, _store.Load(_other, "key", 3, Steps)?.Step);
        Assert.Equal(Values(_saved.Model), Values(_other.Model));
        Assert.Contains(InCheckpoint(file), Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("average.bin")]
    [InlineData("optimizer.bin")]
    public void Nothing_of_a_damaged_checkpoint_is_taken_up(string file)
    {
        _store.Save(_saved, new CheckpointProgress("key", 2, Steps, 0));
        Truncate(InCheckpoint(file));
        var (model, average, moments) = (Values(_other.Model), Values(_other.Average), Moments(_other));

        Assert.Null(_store.Load(_other, "key", 3, Steps));

        Assert.Equal(model, Values(_other.Model));
        Assert.Equal(average, Values(_other.Average));
        Assert.Equal(moments, Moments(_other));
    }

    [Fact]
    public void A_missing_file_counts_as_damage()
    {
        _store.Save(_saved, new CheckpointProgress("key", 2, Steps, 0));
        File.Delete(InCheckpoint("optimizer.bin"));

        Assert.Null(_store.Load(_other, "key", 3, Steps));
        Assert.Single(_warnings);
    }

    public void Dispose()
    {
        _saved.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    private string InCheckpoint(string file) => Path.Combine(_folder.File("state"), "checkpoint", file);

    private static void Truncate(string path)
    {
        using var stream = File.OpenWrite(path);
        stream.SetLength(stream.Length * 2 / 3);
    }

    private static float[] Values(MatchingModel model) => [.. model.State.Floats.SelectMany(TensorData.Values)];

    private static byte[] Moments(TrainingState state)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        state.Optimizer.save_state_dict(writer);
        writer.Flush();
        return stream.ToArray();
    }
}
