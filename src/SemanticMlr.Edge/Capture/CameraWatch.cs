using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Capture;

/// <summary>Watches the silence of a source: says when the camera is stalled and when it must be closed.</summary>
internal sealed class CameraWatch(Camera camera, CaptureOptions options, ILogger logger, TimeProvider timeProvider)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _openTimeout = camera.Options.OpenTimeout ?? options.OpenTimeout;
    private readonly TimeSpan _readTimeout = camera.Options.ReadTimeout ?? options.ReadTimeout;
    private readonly TimeSpan _stalledAfter = camera.Options.StalledAfter ?? options.StalledAfter;

    /// <summary>Returns null when the source ended by itself, or the reason why it must be ended.</summary>
    public async Task<string?> RunAsync(CaptureSession session, Task running, CameraAddress address, CancellationToken stoppingToken)
    {
        var patience = Patience(address);
        var (stalledAfter, readTimeout) = (Longer(_stalledAfter, patience), Longer(_readTimeout, patience * 2));
        var online = false;
        using var timer = new PeriodicTimer(Period, timeProvider);
        while (true)
        {
            var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            if (await Task.WhenAny(running, tick) == running)
            {
                return null;
            }

            await tick;
            var silence = session.Silence;
            if (session.Delivered == 0)
            {
                if (silence > _openTimeout)
                {
                    return $"No frame came within {_openTimeout.TotalSeconds:0.#} s of opening {address}.";
                }

                continue;
            }

            if (!online)
            {
                online = true;
                var status = camera.Status;
                logger.CameraOnline(camera.Name, status.Width, status.Height, address);
            }

            if (silence > readTimeout)
            {
                return $"No frame came for {readTimeout.TotalSeconds:0.#} s from {address}.";
            }

            if (silence > stalledAfter && camera.TryStall($"No frame came for {stalledAfter.TotalSeconds:0.#} s from {address}."))
            {
                logger.CameraStalled(camera.Name, stalledAfter);
            }
        }
    }

    /// <summary>A slow source is not a silent one.</summary>
    private TimeSpan Patience(CameraAddress address)
    {
        var rate = camera.Options.Rate > 0 ? camera.Options.Rate : address.Rate;
        return rate > 0 ? TimeSpan.FromSeconds(3 / rate) : TimeSpan.Zero;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
