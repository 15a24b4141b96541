using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Storage;

namespace SemanticMlr.Inference.Engines;

/// <summary>Keeps the engines that TensorRT built, a folder each, named by a key of our own: ONNX Runtime itself loads an engine of another model or version without a word.</summary>
/// <remarks>
/// A folder counts once its manifest is there, which is written last, after the engine gave the golden outputs. What is half-written or damaged is
/// removed and built again; what gave other numbers is not. A folder that cannot be written costs a build at every start, nothing else. Thread-safe.
/// </remarks>
public sealed class EngineCache
{
    private const string TimingPrefix = "timing-";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _inUse = new(StringComparer.Ordinal);
    private readonly string _folder;
    private readonly EngineCacheOptions _limits;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly bool _isReadOnly;

    /// <param name="folder">Where engines lie; made when first needed.</param>
    /// <param name="limits">How many are kept beside those in use.</param>
    /// <param name="environment">Versions and GPU.</param>
    /// <param name="logger">Where engines that are removed, and faults of the folder, are reported.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <param name="isReadOnly">Whether finished engines are used and nothing is ever written or removed: for looking at a machine.</param>
    public EngineCache(
        string folder, EngineCacheOptions limits, EngineEnvironment environment, ILogger logger, TimeProvider? time = null, bool isReadOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_folder, _limits, Environment, _logger, _time, _isReadOnly) =
            (Path.GetFullPath(folder), limits, environment, logger, time ?? TimeProvider.System, isReadOnly);
    }

    /// <summary>Versions and GPU.</summary>
    public EngineEnvironment Environment { get; }

    /// <summary>What the engine of an encoder is made of.</summary>
    /// <param name="entry">The form of the encoder.</param>
    /// <param name="size">Side S of its input, in pixels.</param>
    /// <param name="options">What TensorRT is told.</param>
    internal EngineKey KeyOf(EncoderEntry entry, int size, TensorRtOptions options) => new()
    {
        Model = entry.Sha256,
        Environment = Environment,
        Settings = new SortedDictionary<string, string>(new Dictionary<string, string>(options.ToProvider(size, entry.Precision)), StringComparer.Ordinal),
    };

    /// <summary>A finished engine, or null where none lies there. Reads all of it: TensorRT may end the process over a damaged one.</summary>
    internal EngineFolder? Find(EngineKey key)
    {
        lock (_gate)
        {
            if (FaultOf(key) is not null)
            {
                return null;
            }

            if (!_isReadOnly)
            {
                _inUse.Add(key.Id());
                Touch(Path.Combine(PathOf(key), EngineManifest.FileName));
            }

            return new EngineFolder(key, PathOf(key), TimingPath, IsFinished: true);
        }
    }

    /// <summary>An empty folder to build an engine in; what lay there is removed. Null where the engine cannot be kept.</summary>
    internal EngineFolder? Begin(EngineKey key)
    {
        if (_isReadOnly)
        {
            return null;
        }

        lock (_gate)
        {
            var path = PathOf(key);
            try
            {
                if (Directory.Exists(path))
                {
                    _logger.EngineRemoved(path, FaultOf(key) ?? "it is built anew");
                    Directory.Delete(path, recursive: true);
                }

                Directory.CreateDirectory(path);
                Directory.CreateDirectory(TimingPath);
                _inUse.Add(key.Id());
                return new EngineFolder(key, path, TimingPath, IsFinished: false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _logger.EnginesNotKept(_folder, exception.Message);
                return null;
            }
        }
    }

    /// <summary>Says that an engine was built and gave the golden outputs; then makes room.</summary>
    internal void Finish(EngineFolder folder, string encoder)
    {
        lock (_gate)
        {
            try
            {
                EngineFile[] files = [.. new DirectoryInfo(folder.Path).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Select(Describe)];
                if (!Array.Exists(files, file => file.Name.EndsWith(".engine", StringComparison.Ordinal)))
                {
                    _logger.EnginesNotKept(folder.Path, "ONNX Runtime wrote no engine into it");
                    return;
                }

                var manifest = new EngineManifest
                {
                    Schema = EngineManifest.CurrentSchema,
                    Built = _time.GetUtcNow(),
                    Encoder = encoder,
                    Key = folder.Key,
                    Files = files,
                };
                var path = Path.Combine(folder.Path, EngineManifest.FileName);
                DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(manifest, EngineJson.Default.EngineManifest));
                Touch(path);
                EnginePruning.Run(_folder, _limits, _inUse, Path.GetFileName(TimingPath), _logger);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _logger.EnginesNotKept(_folder, exception.Message);
            }
        }
    }

    /// <summary>Why an engine is not to be built: it was, and gave other numbers than this golden set. Null where nothing is known against it.</summary>
    /// <param name="key">What it would be made of.</param>
    /// <param name="golden">SHA-256 of the golden set.</param>
    internal string? RefusalOf(EngineKey key, string golden)
    {
        lock (_gate)
        {
            return EngineRefusal.ReasonIn(PathOf(key), key, golden);
        }
    }

    /// <summary>Removes an engine that gives other numbers than the golden ones, and remembers it.</summary>
    internal void Refuse(EngineFolder folder, string encoder, string golden, string reason)
    {
        Remove(folder, reason);
        if (_isReadOnly)
        {
            return;
        }

        lock (_gate)
        {
            try
            {
                new EngineRefusal { Refused = _time.GetUtcNow(), Encoder = encoder, Key = folder.Key, Golden = golden, Reason = reason }.Write(folder.Path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _logger.EnginesNotKept(_folder, exception.Message);
            }
        }
    }

    /// <summary>Removes an engine that could not be built, opened or proved.</summary>
    internal void Remove(EngineFolder folder, string reason)
    {
        lock (_gate)
        {
            if (_isReadOnly)
            {
                return;
            }

            try
            {
                _logger.EngineRemoved(folder.Path, reason);
                Directory.Delete(folder.Path, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _logger.EnginesNotKept(_folder, exception.Message);
            }
        }
    }

    /// <summary>Every build for this GPU and these versions shares its timings.</summary>
    private string TimingPath => Path.Combine(
        _folder, TimingPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.ToString())))[..12]);

    private string PathOf(EngineKey key) => Path.Combine(_folder, key.Id());

    private void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that may only be read: the engine stays good, only its turn to go is not known.
        }
    }

    /// <summary>Why an engine cannot be used, or null where it can.</summary>
    private string? FaultOf(EngineKey key)
    {
        var path = PathOf(key);
        try
        {
            var file = Path.Combine(path, EngineManifest.FileName);
            if (!File.Exists(file))
            {
                return "it has no manifest, so its build did not come to an end";
            }

            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(file), EngineJson.Default.EngineManifest);
            return manifest is null || manifest.Schema != EngineManifest.CurrentSchema || manifest.Key.Id() != key.Id()
                ? "its manifest speaks of another engine"
                : manifest.Files.Select(each => FaultOf(path, each)).FirstOrDefault(fault => fault is not null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return exception.Message;
        }
    }

    private static string? FaultOf(string folder, EngineFile expected)
    {
        var file = new FileInfo(Path.Combine(folder, Path.GetFileName(expected.Name)));
        return !file.Exists ? $"{expected.Name} is missing"
            : Describe(file) != expected ? $"{expected.Name} is damaged"
            : null;
    }

    private static EngineFile Describe(FileInfo file)
    {
        using var stream = file.OpenRead();
        return new EngineFile(file.Name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
