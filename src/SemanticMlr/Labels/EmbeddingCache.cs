using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SemanticMlr.Labels;

/// <summary>Keeps the embeddings of texts on disk, one file each, so that a known label list needs no text encoder.</summary>
/// <remarks>
/// Entries are written beside and renamed, carry a checksum, and are never trusted when it does not fit. When the folder grows beyond its
/// bound the entries go that were not used for the longest time. A folder that cannot be written costs time, never a label: it is logged once. Thread-safe.
/// </remarks>
public sealed class EmbeddingCache
{
    private const string Extension = ".embedding";
    private const string Temporary = ".tmp";

    /// <summary>Younger files of another process are being written.</summary>
    private static readonly TimeSpan WriteTime = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private long _bytes = -1;
    private bool _unusable;

    /// <param name="folder">Where entries lie; made when first needed.</param>
    /// <param name="maxBytes">The most bytes that all entries together may have.</param>
    /// <param name="logger">Where faults of the folder go, or null.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    public EmbeddingCache(string folder, long maxBytes = 64 << 20, ILogger? logger = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        _folder = Path.GetFullPath(folder);
        _maxBytes = maxBytes;
        _logger = logger ?? NullLogger.Instance;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Reads an entry; false where there is none, or a damaged one.</summary>
    internal bool TryRead(string key, Span<float> destination)
    {
        var path = PathOf(key);
        byte[] bytes;
        try
        {
            if (!File.Exists(path))
            {
                return false;
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WarnOnce(exception);
            return false;
        }

        var body = destination.Length * sizeof(float);
        if (bytes.Length != body + SHA256.HashSizeInBytes || !SHA256.HashData(bytes.AsSpan(0, body)).AsSpan().SequenceEqual(bytes.AsSpan(body)))
        {
            _logger.CacheEntryDamaged(path);
            return false;
        }

        for (var index = 0; index < destination.Length; index++)
        {
            destination[index] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(index * sizeof(float)));
        }

        Touch(path);
        return LabelVector.IsUsable(destination);
    }

    /// <summary>Writes an entry, or logs once that this is not possible.</summary>
    internal void Write(string key, ReadOnlySpan<float> embedding)
    {
        var bytes = new byte[embedding.Length * sizeof(float) + SHA256.HashSizeInBytes];
        for (var index = 0; index < embedding.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), embedding[index]);
        }

        SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes), bytes.AsSpan(bytes.Length - SHA256.HashSizeInBytes));
        lock (_gate)
        {
            try
            {
                Directory.CreateDirectory(_folder);
                WriteWhole(PathOf(key), bytes);
                _bytes = _bytes < 0 ? CountBytes() : _bytes + bytes.Length;
                if (_bytes > _maxBytes)
                {
                    RemoveOldest();
                }

                _unusable = false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                WarnOnce(exception);
            }
        }
    }

    private string PathOf(string key) => Path.Combine(_folder, key + Extension);

    private void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An entry that another process removed, or a folder that may only be read: what was read stays good.
        }
    }

    private static void WriteWhole(string path, byte[] bytes)
    {
        var temporary = $"{path}.{Guid.NewGuid():n}{Temporary}";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private long CountBytes() => new DirectoryInfo(_folder).EnumerateFiles($"*{Extension}*").Sum(file => file.Length);

    /// <summary>Down to nine tenths, so that not every further entry has to list the folder. Old left-overs of an interrupted write count and go too.</summary>
    private void RemoveOldest()
    {
        var files = new DirectoryInfo(_folder).EnumerateFiles($"*{Extension}*").OrderBy(file => file.LastWriteTimeUtc).ToArray();
        _bytes = files.Sum(file => file.Length);
        var fresh = _time.GetUtcNow().UtcDateTime - WriteTime;
        foreach (var file in files.Where(file => file.Extension != Temporary || file.LastWriteTimeUtc < fresh))
        {
            if (_bytes <= _maxBytes / 10 * 9)
            {
                break;
            }

            _bytes -= file.Length;
            file.Delete();
        }
    }

    private void WarnOnce(Exception exception)
    {
        if (!_unusable)
        {
            _unusable = true;
            _logger.CacheUnusable(_folder, exception.Message);
        }
    }
}
