namespace SemanticMlr.Edge.Capture;

/// <summary>How long one camera may take for what.</summary>
/// <param name="OpenTimeout">For its first frame.</param>
/// <param name="ReadTimeout">Without a frame before it is closed and opened again.</param>
/// <param name="StalledAfter">Without a frame before it counts as stalled.</param>
internal sealed record CameraLimits(TimeSpan OpenTimeout, TimeSpan ReadTimeout, TimeSpan StalledAfter)
{
    private static readonly TimeSpan LeastOldestAge = TimeSpan.FromSeconds(1);

    /// <summary>The age above which a frame that comes is no frame; decoding and a busy processor are forgiven.</summary>
    public TimeSpan OldestAge => Longer(StalledAfter, LeastOldestAge);

    /// <summary>The limits of a camera; a slow source is not a silent one.</summary>
    public static CameraLimits Of(CameraOptions camera, CaptureOptions options, CameraAddress address)
    {
        // The option is the pace of stored pictures, but only a limit for live ones.
        var rate = camera.Rate > 0 && !address.IsLive ? camera.Rate : address.Rate;
        var patience = rate > 0 ? TimeSpan.FromSeconds(3 / rate) : TimeSpan.Zero;
        return new CameraLimits(
            camera.OpenTimeout ?? options.OpenTimeout,
            Longer(camera.ReadTimeout ?? options.ReadTimeout, patience * 2),
            Longer(camera.StalledAfter ?? options.StalledAfter, patience));
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
