using OpenCvSharp;
using SemanticMlr.Simulation;

namespace SemanticMlr.Edge.Capture;

/// <summary>Renders a simulated scene, picture by picture.</summary>
internal sealed class SimulationSource(SimulationAddress address, double rate, FramePace pace, TimeProvider timeProvider) : IFrameSource
{
    public async Task RunAsync(CaptureSession session, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var scene = SceneCatalog.Create(address.Scene, address.Seed);
        var pacer = new FramePacer(rate, timeProvider);
        using var picture = new Mat(scene.Height, scene.Width, MatType.CV_8UC3);
        var rendered = -1L;
        for (var number = 0L; ; number++)
        {
            if (pace == FramePace.Fast)
            {
                await session.WaitForRoomAsync(cancellationToken);
            }
            else
            {
                await Task.Delay(pacer.NextDelay(), timeProvider, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (session.TryRent(scene.Width, scene.Height) is { } frame)
            {
                if (address.PictureOf(number) != rendered)
                {
                    rendered = address.PictureOf(number);
                    scene.Render(rendered, picture);
                }

                using (var pixels = frame.AsMat())
                {
                    picture.CopyTo(pixels);
                }

                session.Deliver(frame, TimeSpan.Zero);
            }
        }
    }
}
