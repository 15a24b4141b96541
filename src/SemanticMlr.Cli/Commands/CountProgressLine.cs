namespace SemanticMlr.Cli.Commands;

/// <summary>Writes how far a count is as lines, at most one every five seconds, and the last.</summary>
internal sealed class CountProgressLine(TextWriter writer, string what, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _written = time.GetTimestamp();

    public void Report(int done, int total)
    {
        if (done == total || time.GetElapsedTime(_written) >= Interval)
        {
            _written = time.GetTimestamp();
            writer.WriteLine($"{what} {done}/{total}");
        }
    }
}
