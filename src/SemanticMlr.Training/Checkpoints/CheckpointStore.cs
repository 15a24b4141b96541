using System.Text.Json;

namespace SemanticMlr.Training.Checkpoints;

/// <summary>Keeps checkpoints of a run in a folder: trained weights, their average, the optimiser's moments, the step.</summary>
/// <remarks>
/// There is the newest one, and the one from before the learning rate fell, from which a longer run can go on. Each is written beside the
/// last one, forced to the disk, and then takes its place by a rename, so an interrupt at any moment leaves a whole one. One that is damaged
/// all the same is passed over.
/// </remarks>
/// <param name="folder">The folder.</param>
/// <param name="warn">Told of each checkpoint that is damaged, or null.</param>
internal sealed class CheckpointStore(string folder, Action<string>? warn = null)
{
    private const string Progress = "progress.json";

    /// <summary>The newest checkpoint, then the one from before the rate fell; in front of each what a broken-off save of it left.</summary>
    private string[] Places => [Newest, Newest + ".previous", BeforeFall, BeforeFall + ".previous"];

    private string Newest => Path.Combine(folder, "checkpoint");

    private string BeforeFall => Path.Combine(folder, "checkpoint.level");

    /// <summary>Writes the newest checkpoint.</summary>
    public void Save(ITrainingState state, CheckpointProgress progress) => Save(Newest, state, progress);

    /// <summary>Writes the checkpoint from which a longer run can go on.</summary>
    public void SaveBeforeFall(ITrainingState state, CheckpointProgress progress) => Save(BeforeFall, state, progress);

    /// <summary>Takes up the checkpoint of a run; null where there is none that fits, and the state is then untouched.</summary>
    /// <param name="state">Takes the weights and moments.</param>
    /// <param name="key">What the run is made of.</param>
    /// <param name="fall">The step at which the rate of this run begins to fall.</param>
    /// <param name="steps">Steps of this run. A checkpoint of a longer or shorter run fits as long as the rate had not begun to fall in either:
    /// up to there both took the same steps.</param>
    public CheckpointProgress? Load(ITrainingState state, string key, long fall, long steps)
    {
        foreach (var place in Places)
        {
            if (Read(Path.Combine(place, Progress)) is { } progress && progress.Key == key && Fits(progress, fall, steps) && Take(place, state))
            {
                return progress with { Steps = steps };
            }
        }

        return null;
    }

    private static bool Fits(CheckpointProgress progress, long fall, long steps) =>
        progress.Steps == steps || progress.Step <= Math.Min(fall, progress.Steps - (steps - fall));

    private static void Save(string place, ITrainingState state, CheckpointProgress progress)
    {
        var (fresh, previous) = (place + ".new", place + ".previous");
        Remove(fresh);
        Directory.CreateDirectory(fresh);
        foreach (var part in state.Parts)
        {
            Write(Path.Combine(fresh, part.File), part.Write);
        }

        Write(Path.Combine(fresh, Progress), writer => writer.Write(JsonSerializer.SerializeToUtf8Bytes(progress, CheckpointJson.Default.CheckpointProgress)));

        Remove(previous);
        if (Directory.Exists(place))
        {
            Directory.Move(place, previous);
        }

        Directory.Move(fresh, place);
        Remove(previous);
    }

    private static void Write(string path, Action<BinaryWriter> write)
    {
        using var stream = File.Create(path);
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();

        // Else a loss of power could leave the rename without the data.
        stream.Flush(flushToDisk: true);
    }

    private static void Read(Stream stream, Action<BinaryReader> read)
    {
        using var reader = new BinaryReader(stream);
        read(reader);
        if (stream.Position != stream.Length)
        {
            throw new InvalidDataException($"{stream.Length - stream.Position} bytes are left over");
        }
    }

    private CheckpointProgress? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), CheckpointJson.Default.CheckpointProgress) : null;
        }
        catch (JsonException exception)
        {
            Warn(file, exception);
            return null;
        }
    }

    /// <summary>Takes up one checkpoint; where it is damaged the state stays as it is.</summary>
    private bool Take(string place, ITrainingState state)
    {
        var parts = state.Parts;
        byte[][] before = [.. parts.Select(part => Bytes(part.Write))];
        foreach (var part in parts)
        {
            var file = Path.Combine(place, part.File);
            try
            {
                using var stream = File.OpenRead(file);
                Read(stream, part.Read);
            }
#pragma warning disable CA1031 // What the readers of TorchSharp throw on damaged bytes is of many types; all of them mean the same here.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Warn(file, exception);
                foreach (var (bytes, read) in before.Zip(parts, (bytes, undone) => (bytes, undone.Read)))
                {
                    Read(new MemoryStream(bytes), read);
                }

                return false;
            }
        }

        return true;
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private void Warn(string file, Exception exception) => warn?.Invoke($"{file}: damaged, the checkpoint is passed over: {exception.Message}");

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
