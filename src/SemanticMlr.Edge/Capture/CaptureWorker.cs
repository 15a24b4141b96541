using Microsoft.Extensions.Hosting;

namespace SemanticMlr.Edge.Capture;

/// <summary>Runs every camera, each by itself.</summary>
internal sealed class CaptureWorker(CameraSet cameras, CameraRunnerFactory runners, IEnumerable<ICameraListener> listeners) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        ICameraListener[] all = [.. listeners];
        foreach (var camera in cameras.Cameras)
        {
            camera.Listeners = all;
            camera.Announce();
        }

        // Each from the start on a thread of its own: looking at the path of one may block for as long as its file system wants.
        var running = cameras.Cameras.Where(camera => camera.Options.Enabled)
            .Select(camera => Task.Run(() => runners.Create(camera).RunAsync(stoppingToken), CancellationToken.None)).ToArray();
        await foreach (var ended in Task.WhenEach(running))
        {
            await ended; // a fault that no camera may have stops the agent at once, not when the last camera has ended
        }
    }
}
