using SemanticMlr.Edge.Capture;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class SimulationCameraTests
{
    [Fact]
    public async Task ASimulation_GivesItsFramesAtItsRate()
    {
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = "sim:pcb?seed=1&rate=50" });

        var numbers = new List<long>();
        await Retry.Until("twenty frames", async () =>
        {
            using var frame = await rig.NextFrameAsync();
            Assert.True(frame.CapturedAt <= TimeProvider.System.GetUtcNow());
            numbers.Add(frame.Number);
            return numbers.Count == 20;
        });

        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal([("cam1", CameraState.Offline), ("cam1", CameraState.Online)], rig.Changes);
        Assert.InRange(rig[0].Status.FramesPerSecond, 10, 75);
    }

    [Fact]
    public async Task AtFullSpeed_NoFrameIsReplacedBeforeItWasTaken()
    {
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = "sim:pcb?hold=1000", Pace = FramePace.Fast });

        for (var number = 1; number <= 30; number++)
        {
            await rig.Set.WaitForFrameAsync(TestContext.Current.CancellationToken);
            using var frame = await rig.NextFrameAsync();
            Assert.Equal(number, frame.Number);
        }

        Assert.Empty(rig[0].Status.Dropped);
    }

    [Fact]
    public async Task ASlowReader_GetsTheNewestFrameAndTheRestIsCounted()
    {
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = "sim:pcb?rate=100&hold=1000" });

        await Retry.Until("ten frames", () => rig[0].Status.Grabbed >= 10);
        using var frame = await rig.NextFrameAsync();

        Assert.True(frame.Number >= 10);
        Assert.True(rig[0].Status.Dropped["superseded"] >= frame.Number - 1);
    }

    [Fact]
    public async Task ADisabledCamera_IsThereAndIsNeverOpened()
    {
        await using var rig = await CameraRig.StartAsync(
        [
            new CameraOptions { Name = "off", Source = "sim:pcb", Enabled = false },
            new CameraOptions { Name = "on", Source = "sim:pcb?rate=50" },
        ]);

        using var frame = await rig.NextFrameAsync(camera: 1);

        Assert.Equal(CameraState.Disabled, rig[0].Status.State);
        Assert.Equal(0, rig[0].Status.Opened);
        Assert.Contains(("off", CameraState.Disabled), rig.Changes);
    }
}
