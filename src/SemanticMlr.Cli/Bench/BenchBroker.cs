using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SemanticMlr.Cli.Bench;

/// <summary>A mosquitto of the measurement's own.</summary>
internal sealed class BenchBroker : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;

    private BenchBroker(string folder, Process process, int port) => (_folder, _process, Port) = (folder, process, port);

    /// <summary>Whether mosquitto can be started.</summary>
    public static bool IsInstalled => Executable is not null;

    public int Port { get; }

    private static string? Executable => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Append("/usr/sbin").Append("/usr/local/sbin")
        .Select(folder => Path.Combine(folder, "mosquitto")).FirstOrDefault(File.Exists);

    public static async Task<BenchBroker> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var folder = Directory.CreateTempSubdirectory("semanticmlr-bench-broker-").FullName;
        var file = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(file, $"listener {port} 127.0.0.1\nallow_anonymous true\n", cancellationToken);
        var process = Process.Start(new ProcessStartInfo(Executable!, ["-c", file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var broker = new BenchBroker(folder, process, port);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return broker;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
