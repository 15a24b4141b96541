using System.Runtime.CompilerServices;
using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Edge.Doctor;

/// <summary>Opens every camera the way the agent does, and waits for one frame.</summary>
internal sealed class CameraCheck(CameraSet cameras, FrameSourceFactory sources, CaptureOptions options, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (cameras.Cameras.Count == 0)
        {
            yield return new Finding("cameras", Verdict.Warning, "none is configured", "Name them in Capture:Cameras.");
        }

        foreach (var camera in cameras.Cameras)
        {
            yield return await LookAsync(camera, cancellationToken);
        }
    }

    private async Task<Finding> LookAsync(Camera camera, CancellationToken cancellationToken)
    {
        var subject = $"camera {camera.Name}";
        if (!camera.Options.Enabled)
        {
            return new Finding(subject, Verdict.Ok, "switched off");
        }

        try
        {
            var address = await FrameSourceFactory.ReadAddressAsync(camera.Options, cancellationToken);
            if (address.Kind == CameraAddressKind.Device && DeviceAccess.FaultOf(address.Target) is var (denied, remedy))
            {
                return new Finding(subject, Verdict.Fault, denied, remedy);
            }

            var started = time.GetTimestamp();
            var size = await FirstFrameAsync(camera, address, CameraLimits.Of(camera.Options, options, address).OpenTimeout, cancellationToken);
            return new Finding(subject, Verdict.Ok, FormattableString.Invariant($"{address}: {size} after {time.GetElapsedTime(started).TotalSeconds:f1} s"));
        }
        catch (CaptureException exception)
        {
            return new Finding(subject, Verdict.Fault, exception.Message, Remedy(exception.Message));
        }
    }

    /// <exception cref="CaptureException">None came in time.</exception>
    private async Task<string> FirstFrameAsync(Camera camera, CameraAddress address, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var session = sources.CreateSession(camera, address);
        var run = Task.Run(() => sources.Create(camera.Options, address).RunAsync(session, end.Token), CancellationToken.None);
        try
        {
            var started = time.GetTimestamp();
            while (time.GetElapsedTime(started) < limit)
            {
                if (camera.TryTake(out var frame))
                {
                    using (frame)
                    {
                        return $"{frame.Width} x {frame.Height}";
                    }
                }

                if (run.IsCompleted)
                {
                    await run; // says what went wrong
                    throw new CaptureException($"{address} came to its end without a frame.");
                }

                await Task.Delay(Look, time, cancellationToken);
            }

            throw new CaptureException(session.Loss is { } loss
                ? FormattableString.Invariant($"{address} gives no good frame within {limit.TotalSeconds:f0} s: {loss}.")
                : FormattableString.Invariant($"{address} gives no frame within {limit.TotalSeconds:f0} s."));
        }
        finally
        {
            await end.CancelAsync();
            await run.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    internal static string Remedy(string fault) =>
        fault.Contains("ermission", StringComparison.Ordinal) ? "Add the agent's user to the group video (usermod --append --groups video USER), or make the file readable to it."
        : fault.Contains("no element", StringComparison.Ordinal) ? "Install the GStreamer plugin that has this element (gst-inspect-1.0 NAME; NVIDIA's come with JetPack), or use another one."
        : fault.Contains("gst-launch", StringComparison.Ordinal) ? "Install GStreamer (gstreamer1.0-tools and the plugins that the command names); on a Jetson JetPack brings NVIDIA's."
        : fault.Contains("ffmpeg", StringComparison.Ordinal) ? "apt-get install ffmpeg, or name it in Capture:Ffmpeg."
        : "Try the same address with another program on this machine; config/cameras-jetson.json has commands of hardware decoders.";
}
