using System.Text.Json.Nodes;
using SemanticMlr.Faults.Ledgers;
using SemanticMlr.Faults.Proxies;

namespace SemanticMlr.Faults.Processes;

/// <summary>An agent as it is shipped, behind proxies of its own to broker and camera, with a state folder that outlives its kills, and its ledger.</summary>
internal sealed class AgentUnderFaults : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("semanticmlr-faults-");
    private readonly LedgerSubscriber _subscriber;
    private readonly string _configuration;
    private readonly TextWriter? _log;
    private ChildProcess? _process;

    /// <param name="device">The device's name, unique at the broker.</param>
    /// <param name="brokerPort">The broker's own port.</param>
    /// <param name="source">The address of a camera that only the agent's end can stop.</param>
    /// <param name="cameraPort">The port of an RTSP server, or 0 for none.</param>
    /// <param name="configure">Changes the configuration.</param>
    /// <param name="logs">The folder of a log of all its lives, named after the device; null for none.</param>
    public AgentUnderFaults(string device, int brokerPort, string source, int cameraPort = 0, Action<JsonObject>? configure = null, DirectoryInfo? logs = null)
    {
        logs?.Create();
        _log = logs is null ? null : TextWriter.Synchronized(new StreamWriter(Path.Combine(logs.FullName, $"{device}.log")) { AutoFlush = true });
        Ledger = new DeliveryLedger(Path.Combine(_folder.FullName, "ledger"));
        Broker = ChaosProxy.Start(brokerPort, () => new MqttWatch(Ledger));
        Camera = cameraPort == 0 ? null : ChaosProxy.Start(cameraPort);
        _subscriber = LedgerSubscriber.Start(brokerPort, $"semanticmlr/site1/line1/{device}", Ledger);
        _configuration = Path.Combine(_folder.FullName, "edge.json");
        var configuration = Configuration(device, source);
        configure?.Invoke(configuration);
        File.WriteAllText(_configuration, configuration.ToJsonString());
    }

    /// <summary>What was taken on and what arrived.</summary>
    public DeliveryLedger Ledger { get; }

    /// <summary>Between agent and broker.</summary>
    public ChaosProxy Broker { get; }

    /// <summary>Between agent and RTSP server, or null.</summary>
    public ChaosProxy? Camera { get; }

    /// <summary>The process, or null while it is not running.</summary>
    public int? ProcessId => _process is { HasExited: false } process ? process.Id : null;

    /// <summary>How often it ended without being asked.</summary>
    public int UnaskedEnds { get; private set; }

    /// <summary>The last lines of its log.</summary>
    public string Log => _process?.Log ?? "";

    /// <summary>Starts the agent; returns before it is up.</summary>
    public void Start() =>
        _process = ChildProcess.Start(_log, "dotnet", SourceTree.Executable("SemanticMlr.Edge.Agent", "semantic-mlr-agent.dll"), "--config", _configuration);

    /// <summary>Kills the agent and starts it again, as a service manager does.</summary>
    public async Task KillAsync()
    {
        if (ProcessId is not null)
        {
            await _process!.KillAsync();
        }

        await _process!.DisposeAsync();
        Start();
    }

    /// <summary>Starts the agent again where it ended by itself.</summary>
    /// <returns>Whether it had.</returns>
    public async Task<bool> RestartWhereEndedAsync()
    {
        if (ProcessId is not null)
        {
            return false;
        }

        UnaskedEnds++;
        await KillAsync();
        return true;
    }

    /// <summary>Asks the agent to end and gives its exit code.</summary>
    public Task<int> StopAsync() => _process!.TerminateAsync();

    /// <summary>Waits until everything that was taken on up to now has arrived.</summary>
    /// <param name="patience">How long nothing may arrive before it is given up.</param>
    /// <returns>What did not arrive.</returns>
    public async Task<IReadOnlyList<MessageNumber>> DrainAsync(TimeSpan patience)
    {
        var missing = Ledger.Missing();
        for (var before = missing.Count + 1; missing.Count > 0 && missing.Count < before;)
        {
            before = missing.Count;
            await Condition.WithinAsync(patience, () => (missing = Ledger.StillMissing(missing)).Count < before);
        }

        return missing;
    }

    /// <summary>Waits for what the broker acknowledged and the subscriber has not read yet.</summary>
    /// <param name="patience">How long nothing may arrive before the rest counts as lost by the broker.</param>
    public async Task SettleAsync(TimeSpan patience)
    {
        var waiting = Ledger.Count().AcknowledgedOnly;
        for (var before = waiting + 1; waiting > 0 && waiting < before;)
        {
            before = waiting;
            await Condition.WithinAsync(patience, () => (waiting = Ledger.Count().AcknowledgedOnly) < before);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _subscriber.DisposeAsync();
        await Broker.DisposeAsync();
        if (Camera is not null)
        {
            await Camera.DisposeAsync();
        }

        if (_log is not null)
        {
            await _log.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private JsonObject Configuration(string device, string source)
    {
        var cameras = new JsonArray(new JsonObject { ["Name"] = "sim", ["Source"] = source, ["Regions"] = "whole" });
        if (Camera is not null)
        {
            cameras.Add(new JsonObject { ["Name"] = "rtsp", ["Source"] = $"rtsp://127.0.0.1:{Camera.Port}/cam", ["Regions"] = "whole", ["Rate"] = 5 });
        }

        return new JsonObject
        {
            ["State"] = new JsonObject { ["Folder"] = Path.Combine(_folder.FullName, "state") },
            ["Recognition"] = new JsonObject { ["Bundle"] = SourceTree.PathOf("models", "pcb-defects"), ["Inference"] = new JsonObject { ["Threads"] = 1 } },
            ["Capture"] = new JsonObject { ["OpenTimeout"] = "00:00:05", ["ReadTimeout"] = "00:00:02", ["Cameras"] = cameras },
            ["Decisions"] = new JsonObject { ["Publish"] = "EveryFrame" },
            ["Review"] = new JsonObject { ["RandomShare"] = 0.2, ["Interval"] = "00:00:00.500", ["MaxPerMinute"] = 120, ["MaxPerHour"] = 6_000, ["MaxPerDay"] = 100_000, ["HeatMaps"] = new JsonObject { ["Enabled"] = false } },
            ["Outbox"] = new JsonObject { ["LedgerFile"] = Path.Combine(_folder.FullName, "ledger") },
            ["Mqtt"] = new JsonObject
            {
                ["Host"] = "127.0.0.1",
                ["Port"] = Broker.Port,
                ["Device"] = device,
                ["ConnectTimeout"] = "00:00:02",
                ["AckTimeout"] = "00:00:03",
                ["KeepAlive"] = "00:00:02",
            },
            ["Health"] = new JsonObject { ["Http"] = new JsonObject { ["Port"] = 0 } },
        };
    }
}
