using SemanticMlr.Faults.Plant;

namespace SemanticMlr.Edge.Tests.Faults;

/// <summary>Every fault of the way to a real RTSP server, once, under an agent as it is shipped: the camera comes back, and the other one does not notice.</summary>
public sealed class CameraLinkTests
{
    [Fact]
    public async Task FaultsOfTheLink_HangNothing_AndLoseNothing()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var camera = await CameraServer.StartAsync();
        await using var agent = new AgentUnderFaults("device1", broker.Port, "sim:pcb?seed=1000003&rate=5", camera.Port);
        agent.Start();
        await Arrives(agent, "rtsp", "the start");
        foreach (var fault in PlantFaults.OfCameraLink(agent))
        {
            await fault.Begin();
            await Arrives(agent, "sim", fault.Name);
            await Task.Delay(TimeSpan.FromSeconds(1));
            await fault.End();
            await Arrives(agent, "rtsp", fault.Name);
        }

        Assert.Empty(await agent.DrainAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, await agent.StopAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{agent.Ledger.Count()}");
    }

    private static async Task Arrives(AgentUnderFaults agent, string name, string after)
    {
        var before = agent.Ledger.Arrived(name);
        Assert.True(
            await Condition.WithinAsync(TimeSpan.FromSeconds(60), () => agent.Ledger.Arrived(name) > before + 3), $"Nothing of {name} after {after}\n{agent.Log}");
    }
}
