using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Health;

/// <summary>Publishes the state of each camera at every change and at fixed intervals.</summary>
internal sealed class CameraReporter(
    CameraStatePublisher publisher,
    IServiceProvider services,
    IOptions<MqttOptions> options,
    TimeProvider time) : BackgroundService, ICameraListener
{
    public void StateChanged(Camera camera, CameraStatus status) => publisher.Report(camera.Name, Describe(status));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Asked for late: the cameras' listeners are made before the cameras are.
        var cameras = (CameraSet)services.GetService(typeof(CameraSet))!;
        using var timer = new PeriodicTimer(options.Value.CameraStateInterval, time);
        do
        {
            foreach (var camera in cameras.Cameras)
            {
                camera.Announce(); // through the camera's lock: a status that is read here could be older than a change that is told meanwhile
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

#pragma warning disable CA1308 // the contract's words are lower case
    private static CameraReport Describe(CameraStatus status) => new(
        status.State.ToString().ToLowerInvariant(),
        status.Since,
        status.FramesPerSecond,
        status.FrameAge,
        status.State is CameraState.Online or CameraState.Disabled ? null : status.LastFault);
#pragma warning restore CA1308
}
