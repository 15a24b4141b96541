using System.Security.Cryptography;
using System.Text.Json;

namespace SemanticMlr.Edge.Labels;

/// <summary>The rule of the audit log: each line holds the hash of the one before.</summary>
internal static class AuditChain
{
    /// <summary>What stands in the first line for the hash of the line before.</summary>
    public static string Start { get; } = new('0', 64);

    /// <summary>The hash of a line.</summary>
    public static string HashOf(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line));

    /// <summary>Reads a log to its first fault.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AuditVerdict Verify(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var (head, entries, activation, begin) = (Start, 0L, 0L, 0);
        while (begin < bytes.Length)
        {
            var length = bytes.AsSpan(begin).IndexOf((byte)'\n');
            if (length < 0)
            {
                return new AuditVerdict(entries, head, $"line {entries + 1} is not whole", activation, begin);
            }

            var line = bytes.AsSpan(begin, length);
            var (entry, fault) = Read(line, entries + 1, head);
            if (fault is not null)
            {
                return new AuditVerdict(entries, head, $"line {entries + 1} {fault}", activation, begin);
            }

            (head, entries, begin) = (HashOf(line), entries + 1, begin + length + 1);
            activation = entry!.Activation ?? activation;
        }

        return new AuditVerdict(entries, head, null, activation, bytes.Length);
    }

    private static (AuditEntry? Entry, string? Fault) Read(ReadOnlySpan<byte> line, long number, string head)
    {
        try
        {
            var entry = JsonSerializer.Deserialize(line, LabelStoreJson.Default.AuditEntry);
            return entry is null ? (null, "is null")
                : entry.Previous != head ? (null, $"does not follow the line before: it names {entry.Previous}, the hash is {head}; a line was changed, removed or put in")
                : entry.Seq != number ? (null, $"has the number {entry.Seq}")
                : (entry, null);
        }
        catch (JsonException exception)
        {
            return (null, $"is no entry: {exception.Message.TrimEnd('.')}");
        }
    }
}
