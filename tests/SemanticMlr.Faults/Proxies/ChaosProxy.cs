using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SemanticMlr.Faults.Proxies;

/// <summary>A TCP proxy between a client and a server on this machine, which does to the bytes what <see cref="ProxyMode"/> says.</summary>
/// <remarks>A connection from which bytes were kept never passes any again, as that would be another fault: the client must notice and make a new one.</remarks>
internal sealed class ChaosProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = new();
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Func<MqttWatch>? _watch;
    private volatile ProxyMode _mode;
    private Task _accepting = Task.CompletedTask;
    private int _accepted;

    private ChaosProxy(int target, Func<MqttWatch>? watch) => (_target, _watch) = (target, watch);

    /// <summary>Where clients connect.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that clients have made so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Starts to listen on a free port.</summary>
    /// <param name="target">The server's port; nobody has to listen there yet.</param>
    /// <param name="watch">Makes what reads along with a connection, or null.</param>
    public static ChaosProxy Start(int target, Func<MqttWatch>? watch = null)
    {
        var proxy = new ChaosProxy(target, watch);
        proxy._listener.Start();
        proxy._accepting = proxy.AcceptAsync();
        return proxy;
    }

    /// <summary>Changes what happens to the bytes of open connections and of those to come.</summary>
    public void Set(ProxyMode mode)
    {
        _mode = mode;
        foreach (var connection in _connections.Keys)
        {
            connection.Set(mode);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var (connection, running) in _connections)
        {
            connection.Close(reset: false);
            await running;
        }

        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                Interlocked.Increment(ref _accepted);
                var connection = new ProxiedConnection(client, _target, _watch?.Invoke(), _mode);
                _connections[connection] = Task.CompletedTask;
                connection.Set(_mode); // it may have changed meanwhile
                _connections[connection] = RunAsync(connection);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy ends.
        }
    }

    private async Task RunAsync(ProxiedConnection connection)
    {
        await Task.Yield();
        await connection.RunAsync(_end.Token);
        _connections.TryRemove(connection, out _);
    }
}
