namespace SemanticMlr.Evaluation;

/// <summary>A rate as counted, with its 95 % confidence interval.</summary>
/// <param name="Value">The rate, or null where nothing was counted.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record Rate(double? Value, double Low, double High)
{
    /// <summary>A share of trials.</summary>
    public static Rate OfShare(long successes, long trials)
    {
        var interval = Interval.OfShare(successes, trials);
        return new Rate(trials == 0 ? null : (double)successes / trials, interval.Low, interval.High);
    }

    /// <summary>Events per 1,000 frames.</summary>
    public static Rate PerThousand(long events, int frames)
    {
        var interval = Interval.OfCount(events).Times(1000.0 / Math.Max(1, frames));
        return new Rate(frames == 0 ? null : events * 1000.0 / frames, interval.Low, interval.High);
    }
}
