using System.Globalization;
using System.Text;

namespace SemanticMlr.Faults.PowerLoss;

/// <summary>Reads what <c>strace -f -y -xx -a 1</c> wrote.</summary>
internal static class StraceFile
{
    /// <summary>The calls whose effect on files is followed.</summary>
    public static IReadOnlyList<string> Calls { get; } =
    [
        "open", "openat", "creat", "write", "pwrite64", "writev", "pwritev", "pwritev2", "lseek", "fsync", "fdatasync", "sync_file_range", "rename", "renameat",
        "renameat2", "ftruncate", "truncate", "fallocate", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "link", "linkat", "mmap", "copy_file_range", "sendfile",
    ];

    private const string Unfinished = " <unfinished ...>";
    private const string ResultMark = ") = ";

    /// <summary>The calls that succeeded, in the order of their begins and ends.</summary>
    public static IReadOnlyList<SystemCall> Read(string path)
    {
        var calls = new List<SystemCall>();
        var begun = new Dictionary<int, (int Index, string Name, string Arguments)>();
        foreach (var line in File.ReadLines(path))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var thread = int.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture);
            var text = line[space..].TrimStart();
            if (text.StartsWith("<... ", StringComparison.Ordinal))
            {
                if (begun.Remove(thread, out var begin))
                {
                    var rest = text[(text.IndexOf("resumed>", StringComparison.Ordinal) + "resumed>".Length)..];
                    Finish(begin, begin.Arguments + rest, thread);
                }
            }
            else if (text.Contains('(', StringComparison.Ordinal) && !text.StartsWith("+++", StringComparison.Ordinal))
            {
                var bracket = text.IndexOf('(', StringComparison.Ordinal);
                var name = text[..bracket];
                var arguments = text[(bracket + 1)..];
                if (arguments.EndsWith(Unfinished, StringComparison.Ordinal))
                {
                    begun[thread] = (calls.Count, name, arguments[..^Unfinished.Length]);
                    calls.Add(new SystemCall("", [], -1, Begins: true, Ends: false, thread)); // its place, until its result is known
                }
                else
                {
                    Finish((-1, name, arguments), arguments, thread);
                }
            }
        }

        return [.. calls.Where(call => call.Name.Length > 0)];

        void Finish((int Index, string Name, string Arguments) begin, string text, int thread)
        {
            var mark = text.LastIndexOf(ResultMark, StringComparison.Ordinal);
            var result = mark < 0 ? -1 : ResultOf(text[(mark + ResultMark.Length)..]);
            if (result < 0)
            {
                return;
            }

            var call = new SystemCall(begin.Name, text[..mark].Split(", "), result, begin.Index < 0, true, thread);
            if (begin.Index >= 0)
            {
                calls[begin.Index] = call with { Begins = true, Ends = false };
            }

            calls.Add(call);
        }
    }

    /// <summary>The bytes of a string of an argument.</summary>
    public static byte[] Bytes(string argument)
    {
        if (argument.EndsWith("...", StringComparison.Ordinal))
        {
            throw new InvalidDataException("strace cut a string off; give it a larger -s.");
        }

        var bytes = new byte[(argument.Length - 2) / 4];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = byte.Parse(argument.AsSpan((index * 4) + 3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        return bytes;
    }

    /// <summary>The path of a string argument.</summary>
    public static string Text(string argument) => Encoding.UTF8.GetString(Bytes(argument));

    /// <summary>The path of the file behind a descriptor, or null where it has none or was deleted.</summary>
    public static string? PathOfDescriptor(string argument)
    {
        var begin = argument.IndexOf('<', StringComparison.Ordinal);
        return begin < 0 || !argument.EndsWith('>') || !argument.AsSpan(begin + 1).StartsWith("\\x") ? null : Text(argument[begin..]);
    }

    private static long ResultOf(string text)
    {
        var end = text.IndexOfAny([' ', '<']);
        var number = end < 0 ? text : text[..end];
        return number.StartsWith("0x", StringComparison.Ordinal)
            ? long.Parse(number.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var result) ? result : -1;
    }
}
