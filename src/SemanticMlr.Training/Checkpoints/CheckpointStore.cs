using System.Text.Json;

namespace SemanticMlr.Training.Checkpoints;

/// <summary>Keeps checkpoints of a run in a folder: trained weights, their average, the optimiser's moments, the step.</summary>
/// <remarks>
/// There is the newest one, and the one from before the learning rate fell, from which a longer run can go on. Each is written beside the
/// last one and then takes its place by a rename, so an interrupt at any moment leaves a whole one.
/// </remarks>
internal sealed class CheckpointStore(string folder)
{
    private const string Weights = "weights.bin";
    private const string Average = "average.bin";
    private const string Optimizer = "optimizer.bin";
    private const string Progress = "progress.json";

    /// <summary>The newest checkpoint, then the one from before the rate fell; in front of each what a broken-off save of it left.</summary>
    private string[] Places => [Newest, Newest + ".previous", BeforeFall, BeforeFall + ".previous"];

    private string Newest => Path.Combine(folder, "checkpoint");

    private string BeforeFall => Path.Combine(folder, "checkpoint.level");

    /// <summary>Writes the newest checkpoint.</summary>
    public void Save(TrainingState state, CheckpointProgress progress) => Save(Newest, state, progress);

    /// <summary>Writes the checkpoint from which a longer run can go on.</summary>
    public void SaveBeforeFall(TrainingState state, CheckpointProgress progress) => Save(BeforeFall, state, progress);

    /// <summary>Takes up the checkpoint of a run; null where there is none that fits, and the state is then untouched.</summary>
    /// <param name="state">Takes the weights and moments.</param>
    /// <param name="key">What the run is made of.</param>
    /// <param name="fall">The step at which the rate of this run begins to fall.</param>
    /// <param name="steps">Steps of this run. A checkpoint of a longer or shorter run fits as long as the rate had not begun to fall in either:
    /// up to there both took the same steps.</param>
    public CheckpointProgress? Load(TrainingState state, string key, long fall, long steps)
    {
        foreach (var place in Places)
        {
            if (Read(Path.Combine(place, Progress)) is { } progress && progress.Key == key && Fits(progress, fall, steps))
            {
                state.Model.load(Path.Combine(place, Weights));
                state.Average.load(Path.Combine(place, Average));
                state.Optimizer.load_state_dict(Path.Combine(place, Optimizer));
                return progress with { Steps = steps };
            }
        }

        return null;
    }

    private static bool Fits(CheckpointProgress progress, long fall, long steps) =>
        progress.Steps == steps || progress.Step <= Math.Min(fall, progress.Steps - (steps - fall));

    private static void Save(string place, TrainingState state, CheckpointProgress progress)
    {
        var (fresh, previous) = (place + ".new", place + ".previous");
        Remove(fresh);
        Directory.CreateDirectory(fresh);
        state.Model.save(Path.Combine(fresh, Weights));
        state.Average.save(Path.Combine(fresh, Average));
        state.Optimizer.save_state_dict(Path.Combine(fresh, Optimizer));
        File.WriteAllBytes(Path.Combine(fresh, Progress), JsonSerializer.SerializeToUtf8Bytes(progress, CheckpointJson.Default.CheckpointProgress));

        Remove(previous);
        if (Directory.Exists(place))
        {
            Directory.Move(place, previous);
        }

        Directory.Move(fresh, place);
        Remove(previous);
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
