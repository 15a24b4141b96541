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

        var running = cameras.Cameras.Where(camera => camera.Options.Enabled).Select(camera => runners.Create(camera).RunAsync(stoppingToken)).ToArray();
        await foreach (var ended in Task.WhenEach(running))
        {
            await ended; // a fault that no camera may have stops the agent at once, not when the last camera has ended
        }
    }
}
