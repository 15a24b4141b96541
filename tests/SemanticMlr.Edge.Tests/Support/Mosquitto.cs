using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Support;

/// <summary>A real mosquitto of a test's own: free port, own folder, can be stopped, frozen and started again on the same port.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _extraConfiguration;
    private Process? _process;

    private Mosquitto(int port, string extraConfiguration)
    {
        Port = port;
        _extraConfiguration = extraConfiguration;
    }

    public int Port { get; }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

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
        var file = _folder.File("mosquitto.conf");
        // Started by root it would become a user that cannot read or write the folder.
        await File.WriteAllTextAsync(
            file,
            $"listener {Port} 127.0.0.1\nuser root\nmax_queued_messages 100000\npersistence_location {_folder.Path}/\n{_extraConfiguration}\n");
        _process = Process.Start(new ProcessStartInfo("mosquitto", ["-c", file])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Retry.Until("mosquitto listens", async () =>
        {
            Assert.False(_process.HasExited, "mosquitto ended at once; is its configuration valid?");
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    /// <summary>Ends the process in order; with persistence it keeps sessions and retained messages.</summary>
    public async Task StopAsync()
    {
        Signal("-TERM");
        await _process!.WaitForExitAsync();
        await KillAsync();
    }

    /// <summary>Ends the process the hard way; what it held is lost.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Stops the process without closing its connections: they stay open and nobody answers.</summary>
    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        kill.WaitForExit();
    }
}
