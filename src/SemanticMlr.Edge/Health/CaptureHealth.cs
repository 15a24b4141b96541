using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Health;

/// <summary>What the cameras gave and lost, by camera and reason.</summary>
internal sealed class CaptureHealth(CameraSet cameras) : IHealthContributor
{
    public void Contribute(HealthReport report)
    {
        foreach (var camera in cameras.Cameras)
        {
            var status = camera.Status;
            report.Counter($"mlr.capture.grabbed.{camera.Name}", status.Grabbed);
            report.Counter($"mlr.capture.opened.{camera.Name}", status.Opened);
            report.Gauge($"mlr.capture.fps.{camera.Name}", Math.Round(status.FramesPerSecond, 2));
            report.Gauge($"mlr.capture.online.{camera.Name}", status.State == CameraState.Online ? 1 : 0);
            report.Gauge($"mlr.capture.waiting.{camera.Name}", camera.HasFrame ? 1 : 0);
            if (status.FrameAge is { } age)
            {
                report.Gauge($"mlr.capture.frame_age.seconds.{camera.Name}", Math.Round(age.TotalSeconds, 3));
            }

            foreach (var (reason, count) in status.Dropped)
            {
                report.Counter($"mlr.capture.dropped.{reason}.{camera.Name}", count);
            }
        }
    }
}
