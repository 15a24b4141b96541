using System.Globalization;
using System.Text;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Writes down which numbered messages were stored and which were dropped; each line is in the file before the next commit begins.</summary>
/// <param name="path">The file, or empty to write nothing.</param>
internal sealed class CommitLedger(string path)
{
    /// <summary>Writes <c>stored EPOCH CLASS CAMERA FIRST LAST</c> for each run of numbers.</summary>
    public void Stored(IEnumerable<OutboxEntry> entries)
    {
        if (path.Length > 0)
        {
            Write("stored", entries.Select(entry => (entry.Message.Class, entry.Message.Camera, entry.Message.Epoch, entry.Message.Number)));
        }
    }

    /// <summary>Writes <c>dropped EPOCH CLASS CAMERA FIRST LAST</c> for each run of numbers, also where they were never stored.</summary>
    public void Dropped(IEnumerable<OutboxEntry> entries)
    {
        if (path.Length > 0)
        {
            Write("dropped", entries.Select(entry => (entry.Message.Class, entry.Message.Camera, entry.Message.Epoch, entry.Message.Number)));
        }
    }

    /// <inheritdoc cref="Dropped(IEnumerable{OutboxEntry})"/>
    public void Dropped(IEnumerable<DroppedRun> runs)
    {
        if (path.Length > 0)
        {
            Write("dropped", runs.SelectMany(run => run.Messages.Select(message => (run.Class, message.Camera, message.Epoch, message.Number))));
        }
    }

    private void Write(string verb, IEnumerable<(OutboxClass Class, string? Camera, long Epoch, long Number)> messages)
    {
        var lines = new StringBuilder();
        foreach (var series in messages.Where(message => message.Number > 0).GroupBy(message => (message.Epoch, message.Class, message.Camera)))
        {
            var (first, last) = (0L, 0L);
            foreach (var (_, _, _, number) in series)
            {
                if (last == 0 || number != last + 1)
                {
                    Line(first, last);
                    first = number;
                }

                last = number;
            }

            Line(first, last);

            void Line(long from, long to)
            {
                if (to > 0)
                {
                    lines.Append(CultureInfo.InvariantCulture, $"{verb} {series.Key.Epoch} {OutboxTable.NameOf(series.Key.Class)} {series.Key.Camera} {from} {to}\n");
                }
            }
        }

        if (lines.Length > 0)
        {
            File.AppendAllText(path, lines.ToString());
        }
    }
}
