using SemanticMlr.Faults.Plant;

namespace SemanticMlr.Edge.Tests.Faults;

/// <summary>The agent as it is shipped, killed at random moments while its broker is killed, stopped, frozen and loses its sessions.</summary>
public sealed class AgentFaultTests
{
    [Fact]
    public async Task KilledAgentsAndBrokers_LoseNothingThatWasTakenOn()
    {
        var random = new Random(20);
        await using var broker = await Mosquitto.StartAsync("allow_anonymous true\npersistence true\nautosave_interval 1");
        await using var agent = new AgentUnderFaults("device1", broker.Port, "sim:pcb?seed=1000003&rate=20");
        agent.Start();
        await Arrives(agent, 20);
        foreach (var fault in PlantFaults.OfBroker(broker))
        {
            await fault.Begin();
            await Task.Delay(TimeSpan.FromSeconds(2 * random.NextDouble()));
            await agent.KillAsync();
            await Task.Delay(TimeSpan.FromSeconds(2 * random.NextDouble()));
            await fault.End();
            await Arrives(agent, 20);
        }

        var missing = await agent.DrainAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, await agent.StopAsync());
        var counts = agent.Ledger.Count();
        TestContext.Current.TestOutputHelper?.WriteLine($"{counts}");
        Assert.Empty(missing);
        Assert.True(counts.Stored > 80, $"{counts}");
    }

    private static async Task Arrives(AgentUnderFaults agent, int messages)
    {
        var before = agent.Ledger.Arrived("sim");
        Assert.True(await Condition.WithinAsync(TimeSpan.FromSeconds(60), () => agent.Ledger.Arrived("sim") >= before + messages), agent.Log);
    }
}
