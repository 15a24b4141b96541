using System.Net;
using System.Net.Sockets;

namespace SemanticMlr.Faults.Processes;

/// <summary>Ports of this machine.</summary>
internal static class Ports
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    /// <summary>A port that nobody uses now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a process listens.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public static Task ListensAsync(ChildProcess process, string name, int port) => Condition.HoldsAsync(
        $"{name} listens",
        async () =>
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"{name} ended at once: {process.Log}");
            }

            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        },
        LongestStart);
}
