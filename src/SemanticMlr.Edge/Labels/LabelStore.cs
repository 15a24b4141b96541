using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Storage;

namespace SemanticMlr.Edge.Labels;

/// <summary>The label lists of the device on disk: the one in force and the last 20 before it, each as it came.</summary>
/// <remarks>
/// The folder <c>labels</c> of the state folder. Lists and calibrations are written first, then the index (<c>store.json</c>) takes its new content by one
/// rename: a loss of power at any byte leaves the old list in force or the new one. Thread-safe.
/// </remarks>
internal sealed class LabelStore
{
    /// <summary>Lists that are kept beside the one in force.</summary>
    public const int KeptBeside = 20;

    private const string IndexName = "store.json";
    private const string DamagedName = "store.json.damaged";
    private const int KeptActivations = 200;

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private LabelStoreState _state;

    /// <summary>Opens the store; a folder that is not there is an empty one.</summary>
    public LabelStore(IOptions<StateOptions> options, TimeProvider time, ILogger<LabelStore> logger)
    {
        (_folder, _time, _logger) = (options.Value.PathOf("labels"), time, logger);
        _state = Load();
        RemoveStrangers();
    }

    /// <summary>Why the index could not be read when the store was opened, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>What the index says.</summary>
    public LabelStoreState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>The list in force, or null where the default is.</summary>
    public KeptList? Current => State is var state && state.Current is { } file ? state.Kept.FirstOrDefault(list => list.File == file) : null;

    /// <summary>Reads a list as it came.</summary>
    /// <exception cref="IOException">The file is gone or damaged.</exception>
    public byte[] Read(KeptList list) => Read(list.File, list.Sha256);

    /// <summary>Reads the calibration of a list, or null where it has none.</summary>
    /// <inheritdoc cref="Read(KeptList)" path="/exception"/>
    public string? CalibrationPath(KeptList list)
    {
        if (list is not { Calibration: { } file, CalibrationSha256: { } hash })
        {
            return null;
        }

        Read(file, hash);
        return Path.Combine(_folder, file);
    }

    /// <summary>Writes a list and its calibration without putting it in force.</summary>
    /// <param name="description">Id, version, key and origin; names of files and hashes are filled in.</param>
    /// <param name="content">The list as it came.</param>
    /// <param name="calibration">Its calibration, or null.</param>
    /// <exception cref="IOException">The disk refused it; what is in force stays.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public KeptList Write(KeptList description, byte[] content, byte[]? calibration)
    {
        lock (_gate)
        {
            DurableFolder.Create(_folder);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            var name = string.Create(CultureInfo.InvariantCulture, $"list-{description.Version:D6}-{hash[..12]}");
            var calibrationHash = calibration is null ? null : Convert.ToHexStringLower(SHA256.HashData(calibration));
            var kept = description with
            {
                File = $"{name}.json",
                Sha256 = hash,
                Calibration = calibration is null ? null : $"{name}-{calibrationHash![..12]}.calibration.json",
                CalibrationSha256 = calibrationHash,
            };
            DurableFile.Write(Path.Combine(_folder, kept.File), content);
            if (calibration is not null)
            {
                DurableFile.Write(Path.Combine(_folder, kept.Calibration!), calibration);
            }

            return kept;
        }
    }

    /// <summary>Puts a list in force, for good once this returns.</summary>
    /// <param name="list">The list, written before or kept.</param>
    /// <param name="change">Why.</param>
    /// <param name="others">Further lists that are kept from now on, as the default one.</param>
    /// <returns>The activation.</returns>
    /// <inheritdoc cref="Write" path="/exception"/>
    public ListActivation Activate(KeptList list, ListChange change, params IReadOnlyList<KeptList> others)
    {
        lock (_gate)
        {
            var activation = new ListActivation(_state.Activation + 1, list.ListId, list.Version, list.File, change);
            IReadOnlyList<ListActivation> history = [.. _state.History.TakeLast(KeptActivations - 1), activation];
            Save(_state with
            {
                Activation = activation.Number,
                NewestVersion = Math.Max(_state.NewestVersion, others.Append(list).Max(kept => kept.Version)),
                Current = list.File,
                Default = null,
                History = history,
                Kept = KeepLatest(_state.Kept.Where(kept => kept.File != list.File).Concat(others).Append(list), list, history),
            });
            RemoveStrangers();
            return activation;
        }
    }

    /// <summary>Notes that the default list is in force, under a number of its own where it is another one than before.</summary>
    /// <param name="hash">SHA-256 of the list.</param>
    /// <param name="version">Its version.</param>
    /// <returns>The number of the activation.</returns>
    public long NoteDefault(string hash, int version)
    {
        lock (_gate)
        {
            if (_state.Default == hash)
            {
                return _state.Activation;
            }

            var state = _state with
            {
                Activation = _state.Activation + 1,
                NewestVersion = Math.Max(_state.NewestVersion, version),
                Current = null,
                Default = hash,
            };
            try
            {
                DurableFolder.Create(_folder);
                Save(state);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _logger.LabelStoreNotWritten(_folder, exception.Message);
                _state = state;
            }

            return state.Activation;
        }
    }

    private static IReadOnlyList<KeptList> KeepLatest(IEnumerable<KeptList> lists, KeptList current, IReadOnlyList<ListActivation> history) =>
    [
        current,
        .. lists.Where(list => list.File != current.File).DistinctBy(list => list.File)
            .OrderByDescending(list => history.Where(activation => activation.File == list.File).Select(activation => activation.Number).DefaultIfEmpty(0).Max())
            .Take(KeptBeside),
    ];

    private byte[] Read(string file, string hash)
    {
        var path = Path.Combine(_folder, file);
        var content = File.ReadAllBytes(path);
        var found = Convert.ToHexStringLower(SHA256.HashData(content));
        return found == hash ? content : throw new IOException($"{path} is damaged: its SHA-256 is {found}, {IndexName} says {hash}.");
    }

    private void Save(LabelStoreState state)
    {
        DurableFile.Write(Path.Combine(_folder, IndexName), JsonSerializer.SerializeToUtf8Bytes(state, LabelStoreJson.Default.LabelStoreState));
        _state = state;
    }

    private LabelStoreState Load()
    {
        var path = Path.Combine(_folder, IndexName);
        try
        {
            if (!File.Exists(path))
            {
                return LabelStoreState.Empty;
            }

            var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), LabelStoreJson.Default.LabelStoreState);
            return state is { Schema: LabelStoreState.CurrentSchema, Kept: not null, History: not null }
                ? state
                : throw new JsonException($"schema {state?.Schema} is not known");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            Damage = exception.Message;
            _logger.LabelStoreDamaged(path, exception.Message);
            SetAside(path);
            // A number that exceeds any count of activations, so that numbers still only rise.
            return LabelStoreState.Empty with { Activation = _time.GetUtcNow().ToUnixTimeSeconds() };
        }
    }

    private void SetAside(string path)
    {
        try
        {
            File.Move(path, Path.Combine(_folder, DamagedName), overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LabelStoreNotWritten(_folder, exception.Message);
        }
    }

    /// <summary>Removes files that the index does not name: half-written ones, and lists beyond those that are kept.</summary>
    private void RemoveStrangers()
    {
        try
        {
            var known = _state.Kept.SelectMany(list => new[] { list.File, list.Calibration }).Append(IndexName).Append(DamagedName).ToHashSet();
            foreach (var file in Directory.Exists(_folder) && _state != LabelStoreState.Empty ? Directory.GetFiles(_folder) : [])
            {
                if (!known.Contains(Path.GetFileName(file)))
                {
                    File.Delete(file);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LabelStoreNotWritten(_folder, exception.Message);
        }
    }
}
