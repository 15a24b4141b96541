using System.Text;

namespace SemanticMlr.Edge.Capture;

/// <summary>Reads the error output of a child process to its end and keeps the last lines.</summary>
/// <remarks>Bounded, whatever the child writes. A thread of its own, because pipes are read blocking.</remarks>
internal sealed class ErrorOutput
{
    private const int KeptLines = 4;
    private const int LongestLine = 500;

    private readonly Lock _gate = new();
    private readonly Queue<string> _last = new();
    private readonly Func<string, string?> _filter;
    private readonly Thread _thread;

    /// <param name="stream">The error output.</param>
    /// <param name="name">The name of the thread.</param>
    /// <param name="filter">Sees each line; returns what of it is worth keeping, or null.</param>
    public ErrorOutput(Stream stream, string name, Func<string, string?> filter)
    {
        _filter = filter;
        _thread = new Thread(() => Read(stream), maxStackSize: 256 * 1024) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>The last lines, once the child has closed its error output or after a second.</summary>
    public string ReadLast()
    {
        _thread.Join(TimeSpan.FromSeconds(1));
        lock (_gate)
        {
            return string.Join(" | ", _last);
        }
    }

    private void Read(Stream stream)
    {
        var bytes = new byte[4096];
        var line = new StringBuilder(LongestLine);
        try
        {
            int count;
            while ((count = stream.Read(bytes)) > 0)
            {
                foreach (var sign in Encoding.UTF8.GetString(bytes, 0, count))
                {
                    if (sign is '\n' or '\r')
                    {
                        Keep(line);
                    }
                    else if (line.Length < LongestLine)
                    {
                        line.Append(sign);
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The process was disposed of while its output was read.
        }

        Keep(line);
    }

    private void Keep(StringBuilder line)
    {
        var text = line.ToString().Trim();
        line.Clear();
        if (text.Length > 0 && _filter(text) is { } kept)
        {
            lock (_gate)
            {
                _last.Enqueue(kept);
                if (_last.Count > KeptLines)
                {
                    _last.Dequeue();
                }
            }
        }
    }
}
