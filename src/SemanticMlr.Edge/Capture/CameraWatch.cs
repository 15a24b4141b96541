using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Capture;

/// <summary>Watches a source: says when the camera is stalled, because nothing comes or nothing that shows anything, and when it must be closed.</summary>
internal sealed class CameraWatch(Camera camera, CaptureOptions options, ILogger logger, TimeProvider timeProvider)
{
    private const int LongestPatience = 6;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    // Opening again may help a frozen camera. One that stays frozen or black is left open for longer each time: its first picture is seen there at once.
    private int _openedInVain;

    /// <summary>Returns null when the source ended by itself, or the reason why it must be ended.</summary>
    public async Task<string?> RunAsync(CaptureSession session, Task running, CameraAddress address, CancellationToken stoppingToken)
    {
        var limits = CameraLimits.Of(camera.Options, options, address);
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
            camera.Watched();
            if (session.Delivered > 0 && !online)
            {
                online = true;
                var status = camera.Status;
                logger.CameraOnline(camera.Name, status.Width, status.Height, address);
            }

            if (FaultOf(session, limits, address) is { } fault)
            {
                return fault;
            }
        }
    }

    private string? FaultOf(CaptureSession session, CameraLimits limits, CameraAddress address)
    {
        var (silence, loss, delivered) = (session.Silence, session.Loss, session.Delivered);
        var showsNothing = DropReasons.IsOfPicture(loss);
        if (!showsNothing && delivered > 0)
        {
            _openedInVain = 0;
        }

        var limit = delivered > 0 ? limits.ReadTimeout : limits.OpenTimeout;
        if (silence > limit * (showsNothing ? 1 << _openedInVain : 1))
        {
            _openedInVain = showsNothing ? Math.Min(_openedInVain + 1, LongestPatience) : 0;
            return delivered == 0 && loss is null
                ? $"No frame came within {limit.TotalSeconds:0.#} s of opening {address}."
                : DropReasons.Describe(loss, limit, address);
        }

        if (delivered > 0 && (showsNothing || silence > limits.StalledAfter))
        {
            var fault = DropReasons.Describe(loss, limits.StalledAfter, address);
            if (camera.TryStall(fault))
            {
                logger.CameraStalled(camera.Name, fault);
            }
        }

        return null;
    }
}
