using Microsoft.Extensions.DependencyInjection;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Health;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Health;

public sealed class CameraReporterTests
{
    [Fact]
    public async Task AtIntervals_TheCameraTellsItsStateAsAtAChange()
    {
        var heard = new Listener();
        await using var messaging = await Messaging.StartAsync(
            Mosquitto.FreePort(),
            new()
            {
                ["Mqtt:CameraStateInterval"] = "00:00:01",
                ["Capture:Cameras:0:Name"] = "cam1",
                ["Capture:Cameras:0:Source"] = "sim:pcb",
                ["Capture:Cameras:0:Enabled"] = "false",
            },
            services =>
            {
                services.AddMetrics().AddSingleton<CameraReporter>().AddSingleton<ICameraListener>(heard);
                services.AddHostedService(provider => provider.GetRequiredService<CameraReporter>());
                services.AddCapture();
            });

        await Retry.Until("one report at the start and two at intervals, all under the camera's lock", () => heard.Reports >= 3);
    }

    private sealed class Listener : ICameraListener
    {
        private int _reports;

        public int Reports => Volatile.Read(ref _reports);

        public void StateChanged(Camera camera, CameraStatus status) => Interlocked.Increment(ref _reports);
    }
}
