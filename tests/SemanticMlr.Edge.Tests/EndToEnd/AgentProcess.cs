using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.EndToEnd;

/// <summary>The agent as it is shipped: its executable, started with a configuration file.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TemporaryFolder _folder;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private AgentProcess(Process process, TemporaryFolder folder) => (_process, _folder) = (process, folder);

    /// <summary>The lines of stdout so far.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>Everything on stderr so far: the log.</summary>
    public string Log => string.Join('\n', _errors);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Ends the process and its children at once, as a service manager does whose watchdog ran out.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Starts with a configuration, and with additions to the environment; the state folder is the process's own.</summary>
    public static AgentProcess Start(JsonObject configuration, Dictionary<string, string>? environment = null)
    {
        var folder = new TemporaryFolder();
        return Start(folder, environment ?? [], ["--config", Write(folder, configuration, folder.File("state"))]);
    }

    /// <summary>Starts with a configuration and a state folder that outlives the process.</summary>
    public static AgentProcess StartIn(string stateFolder, JsonObject configuration)
    {
        var folder = new TemporaryFolder();
        return Start(folder, [], ["--config", Write(folder, configuration, stateFolder)]);
    }

    /// <summary>Starts without a configuration.</summary>
    public static AgentProcess Start(params string[] arguments) => Start(new TemporaryFolder(), [], arguments);

    /// <summary>Ends the process the hard way.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to end as systemd does, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return await WaitAsync();
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> WaitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        TestContext.Current.TestOutputHelper?.WriteLine(Log);
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Write(TemporaryFolder folder, JsonObject configuration, string stateFolder)
    {
        configuration["Health"] ??= new JsonObject();
        configuration["Health"]!["Http"] ??= new JsonObject { ["Port"] = 0 }; // one port for all agents of all tests would be too few
        configuration["State"] = new JsonObject { ["Folder"] = stateFolder };
        var file = folder.File("edge.json");
        File.WriteAllText(file, configuration.ToJsonString());
        return file;
    }

    private static AgentProcess Start(TemporaryFolder folder, Dictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var executable = Repository.PathOf("artifacts", "bin", "SemanticMlr.Edge.Agent", configuration, "semantic-mlr-agent.dll");
        var start = new ProcessStartInfo("dotnet", [executable, .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var agent = new AgentProcess(Process.Start(start)!, folder);
        agent._process.OutputDataReceived += (_, line) => Keep(agent._output, line.Data);
        agent._process.ErrorDataReceived += (_, line) => Keep(agent._errors, line.Data);
        agent._process.BeginOutputReadLine();
        agent._process.BeginErrorReadLine();
        return agent;
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
