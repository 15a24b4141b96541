using System.Text.Json;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Training.Checkpoints;

/// <summary>Keeps the newest checkpoint of a run in a folder: trained weights, their average, the optimiser's moments, the step.</summary>
/// <remarks>A checkpoint is written beside the last one and then takes its place by a rename, so an interrupt at any moment leaves a whole one.</remarks>
internal sealed class CheckpointStore(string folder)
{
    private const string Weights = "weights.bin";
    private const string Average = "average.bin";
    private const string Optimizer = "optimizer.bin";
    private const string Progress = "progress.json";

    private string Current => Path.Combine(folder, "checkpoint");

    private string Previous => Path.Combine(folder, "checkpoint.previous");

    /// <summary>Writes a checkpoint.</summary>
    public void Save(TrainingState state, CheckpointProgress progress)
    {
        var fresh = Path.Combine(folder, "checkpoint.new");
        Remove(fresh);
        Directory.CreateDirectory(fresh);
        state.Model.save(Path.Combine(fresh, Weights));
        state.Average.save(Path.Combine(fresh, Average));
        state.Optimizer.save_state_dict(Path.Combine(fresh, Optimizer));
        File.WriteAllBytes(Path.Combine(fresh, Progress), JsonSerializer.SerializeToUtf8Bytes(progress, CheckpointJson.Default.CheckpointProgress));

        Remove(Previous);
        if (Directory.Exists(Current))
        {
            Directory.Move(Current, Previous);
        }

        Directory.Move(fresh, Current);
        Remove(Previous);
    }

    /// <summary>Takes up the checkpoint of a run; null where there is none that fits, and the state is then untouched.</summary>
    /// <param name="state">Takes the weights and moments.</param>
    /// <param name="key">What the run is made of.</param>
    /// <param name="decay">The step at which the rate of this run begins to fall.</param>
    /// <param name="steps">Steps of this run. A checkpoint of a longer or shorter run fits as long as the rate had not begun to fall in either:
    /// up to there both took the same steps.</param>
    public CheckpointProgress? Load(TrainingState state, string key, long decay, long steps)
    {
        // Between the two renames of a save, the whole checkpoint is the previous one.
        var found = Directory.Exists(Current) ? Current : Previous;
        if (Read(Path.Combine(found, Progress)) is not { } progress || progress.Key != key)
        {
            return null;
        }

        var firstDecay = Math.Min(decay, progress.Steps - (steps - decay));
        if (progress.Steps != steps && progress.Step > firstDecay)
        {
            return null;
        }

        state.Model.load(Path.Combine(found, Weights));
        state.Average.load(Path.Combine(found, Average));
        state.Optimizer.load_state_dict(Path.Combine(found, Optimizer));
        return progress with { Steps = steps };
    }

    private static CheckpointProgress? Read(string file) =>
        File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), CheckpointJson.Default.CheckpointProgress) : null;

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
