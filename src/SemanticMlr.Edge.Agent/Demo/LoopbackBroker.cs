using System.Net;
using System.Net.Sockets;
using MQTTnet.Server;

namespace SemanticMlr.Edge.Agent.Demo;

/// <summary>An MQTT broker inside the process, bound to loopback, so that the demo needs nothing installed.</summary>
internal sealed class LoopbackBroker : IAsyncDisposable
{
    private const int DefaultPort = 1883;
    private readonly MqttServer _server;

    private LoopbackBroker(MqttServer server, int port)
    {
        _server = server;
        Port = port;
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts the broker on the preferred port, or on a free one where that is taken.</summary>
    public static async Task<LoopbackBroker> StartAsync(int preferredPort = DefaultPort)
    {
        var port = IsFree(preferredPort) ? preferredPort : FreePort();
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(port)
            .Build();
        var server = new MqttServerFactory().CreateMqttServer(options);
        await server.StartAsync();
        return new LoopbackBroker(server, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        _server.Dispose();
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
