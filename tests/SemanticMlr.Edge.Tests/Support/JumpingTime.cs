namespace SemanticMlr.Edge.Tests.Support;

/// <summary>A clock on the wall that jumps while time goes on evenly; timers are the system's.</summary>
internal sealed class JumpingTime(bool isFake = false) : TimeProvider
{
    private long _advanced;
    private long _jumped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _advanced, by.Ticks);

    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref _advanced) +
        (isFake ? 0 : (long)(System.GetTimestamp() * (double)TimeSpan.TicksPerSecond / System.TimestampFrequency));

    public override DateTimeOffset GetUtcNow() => isFake
        ? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(_advanced + _jumped)
        : System.GetUtcNow().AddTicks(_advanced + _jumped);
}
