namespace SemanticMlr.Faults.Processes;

/// <summary>A real RTSP server that shows a moving test picture, can be killed, frozen and started again on the same port.</summary>
internal sealed class CameraServer : IAsyncDisposable
{
    private ChildProcess? _process;

    public int Port { get; } = Ports.Free();

    public static async Task<CameraServer> StartAsync()
    {
        var server = new CameraServer();
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        _process = ChildProcess.Start("/usr/bin/python3", SourceTree.PathOf("tests", "Support", "rtsp-server.py"), $"{Port}");
        await Ports.ListensAsync(_process, "the RTSP server", Port);
    }

    /// <summary>Takes the server away as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    /// <summary>Stops the process without closing its connections.</summary>
    public Task FreezeAsync() => _process!.SignalAsync("STOP");

    public Task ThawAsync() => _process!.SignalAsync("CONT");

    public async ValueTask DisposeAsync() => await KillAsync();
}
