using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SemanticMlr.TestSupport;

/// <summary>A real RTSP server that shows a test picture of 320 x 240 at 10 frames a second; a process of its own.</summary>
internal sealed class RtspServer : IDisposable
{
    private readonly Process _process;

    private RtspServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public string Address => $"rtsp://127.0.0.1:{Port}/cam";

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="arguments">Further arguments of <c>rtsp-server.py</c>.</param>
    public static async Task<RtspServer> StartAsync(int port = 0, params string[] arguments)
    {
        port = port > 0 ? port : FreePort();
        var start = new ProcessStartInfo("/usr/bin/python3", [Repository.PathOf("tests", "Support", "rtsp-server.py"), $"{port}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (line != "ready")
        {
            Assert.Fail($"The RTSP server did not start: {await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
        }

        process.ErrorDataReceived += (_, _) => { }; // a full pipe would stop the server
        process.BeginErrorReadLine();
        return new RtspServer(process, port);
    }

    /// <summary>Takes the server away as a power cut would.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
