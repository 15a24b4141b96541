using System.Globalization;

namespace SemanticMlr.Edge.Agent.Demo;

/// <summary>The configuration of the demo: shipped bundle, simulated camera, a broker of its own.</summary>
internal static class DemoConfiguration
{
    /// <summary>Drawn circuit boards.</summary>
    public const string Pcb = "pcb";

    /// <summary>A drawn packaging line.</summary>
    public const string Line = "line";

    /// <summary>Settings that stand in for a configuration file.</summary>
    public static Dictionary<string, string?> Create(string demo, int brokerPort, string stateFolder) => new()
    {
        ["State:Folder"] = stateFolder,
        ["Recognition:Bundle"] = demo == Pcb ? "models/pcb-defects" : "models/line-sim",
        ["Capture:Cameras:0:Name"] = "cam1",
        ["Capture:Cameras:0:Source"] = $"sim:{demo}?seed=1000001&rate=10",
        ["Capture:Cameras:0:Regions"] = demo == Pcb ? "3x3" : "whole",
        ["Mqtt:Host"] = "127.0.0.1",
        ["Mqtt:Port"] = brokerPort.ToString(CultureInfo.InvariantCulture),
        ["Mqtt:Site"] = "demo",
        ["Mqtt:Line"] = demo,
        ["Mqtt:Device"] = "edge1",
        ["Review:RandomShare"] = "0.01",
    };
}
