using SemanticMlr.Faults.Processes;
using SemanticMlr.Faults.Proxies;

namespace SemanticMlr.Faults.Plant;

/// <summary>All the faults of a broker, a camera, and the ways to them.</summary>
internal static class PlantFaults
{
    private static readonly ProxyMode[] Modes = [.. Enum.GetValues<ProxyMode>().Where(mode => mode != ProxyMode.Pass)];

    /// <param name="broker">The broker, with persistence.</param>
    /// <param name="camera">The RTSP server.</param>
    /// <param name="agents">The agents whose ways are disturbed.</param>
    public static IReadOnlyList<PlantFault> All(Mosquitto broker, CameraServer camera, params AgentUnderFaults[] agents) =>
    [
        .. OfBroker(broker),
        .. OfLinks("broker", agents.Select(agent => agent.Broker), mode => mode is ProxyMode.Slow or ProxyMode.Trickle ? FaultSide.BrokerPace : FaultSide.Broker),
        .. OfCamera(camera),
        .. OfCameraLink(agents),
    ];

    /// <summary>The faults of the way from agents to their RTSP server.</summary>
    public static IEnumerable<PlantFault> OfCameraLink(params AgentUnderFaults[] agents) =>
        OfLinks("camera", agents.Select(agent => agent.Camera).OfType<ChaosProxy>(), _ => FaultSide.Camera);

    /// <summary>The faults of a broker.</summary>
    public static IEnumerable<PlantFault> OfBroker(Mosquitto broker) =>
    [
        new("broker killed", FaultSide.Broker, broker.KillAsync, broker.StartAgainAsync),
        new("broker stopped", FaultSide.Broker, broker.StopAsync, broker.StartAgainAsync),
        new("broker wiped", FaultSide.Broker, broker.KillAsync, () =>
        {
            broker.Wipe();
            return broker.StartAgainAsync();
        }),
        new("broker frozen", FaultSide.Broker, Done(broker.Freeze), Done(broker.Thaw)),
    ];

    private static IEnumerable<PlantFault> OfCamera(CameraServer camera) =>
    [
        new("camera killed", FaultSide.Camera, camera.KillAsync, camera.StartAgainAsync),
        new("camera frozen", FaultSide.Camera, camera.FreezeAsync, camera.ThawAsync),
    ];

    private static IEnumerable<PlantFault> OfLinks(string name, IEnumerable<ChaosProxy> proxies, Func<ProxyMode, FaultSide> side)
    {
        var all = proxies.ToArray();
        return Modes.Select(mode => new PlantFault($"{name} link: {NameOf(mode)}", side(mode), Done(() => Set(mode)), Done(() => Set(ProxyMode.Pass))));

        void Set(ProxyMode mode)
        {
            foreach (var proxy in all)
            {
                proxy.Set(mode);
            }
        }
    }

    private static string NameOf(ProxyMode mode) => mode switch
    {
        ProxyMode.BlackHole => "black hole",
        ProxyMode.HalfOpen => "half-open",
        _ => mode.ToString().ToLowerInvariant(),
    };

    private static Func<Task> Done(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };
}
