namespace SemanticMlr.Faults.Processes;

/// <summary>A real mosquitto of its own: free port, own folder, can be stopped, frozen and started again on the same port.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("semanticmlr-test-");
    private readonly string _extraConfiguration;
    private ChildProcess? _process;

    private Mosquitto(int port, string extraConfiguration)
    {
        Port = port;
        _extraConfiguration = extraConfiguration;
    }

    public int Port { get; }

    public static int FreePort() => Ports.Free();

    /// <param name="configuration">Lines for mosquitto.conf instead of <c>allow_anonymous true</c>.</param>
    /// <param name="port">The port, or 0 for a free one.</param>
    public static async Task<Mosquitto> StartAsync(string configuration = "allow_anonymous true", int port = 0)
    {
        var broker = new Mosquitto(port == 0 ? FreePort() : port, configuration);
        await broker.StartAgainAsync();
        return broker;
    }

    public async Task StartAgainAsync()
    {
        var file = Path.Combine(_folder.FullName, "mosquitto.conf");
        // Started by root it would become a user that cannot read or write the folder.
        await File.WriteAllTextAsync(
            file,
            $"listener {Port} 127.0.0.1\nuser root\nmax_queued_messages 100000\npersistence_location {_folder.FullName}/\n{_extraConfiguration}\n");
        _process = ChildProcess.Start("mosquitto", "-c", file);
        await Ports.ListensAsync(_process, "mosquitto", Port);
    }

    /// <summary>Ends the process in order; with persistence it keeps sessions and retained messages.</summary>
    public async Task StopAsync()
    {
        await _process!.TerminateAsync();
        await KillAsync();
    }

    /// <summary>Ends the process the hard way; what it held is lost.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    /// <summary>Removes the sessions and retained messages of a broker that was stopped.</summary>
    public void Wipe() => File.Delete(Path.Combine(_folder.FullName, "mosquitto.db"));

    /// <summary>Stops the process without closing its connections: they stay open and nobody answers.</summary>
    public void Freeze() => _process!.SignalAsync("STOP").GetAwaiter().GetResult();

    public void Thaw() => _process!.SignalAsync("CONT").GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }
}
