using System.Net;
using System.Net.Sockets;

namespace SemanticMlr.Edge.Tests.Capture;

/// <summary>A TCP proxy that hands on so many bytes of each answer and then holds the connection open in silence, until it is told to let everything through.</summary>
internal sealed class LimitedProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private long _limit;
    private int _silent;

    /// <param name="target">The port of the server behind.</param>
    /// <param name="limit">Bytes of the server that pass on each connection.</param>
    public LimitedProxy(int target, long limit)
    {
        (_target, _limit) = (target, limit);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections on which silence fell.</summary>
    public int Silent => Volatile.Read(ref _silent);

    /// <summary>Lets later connections through without a limit.</summary>
    public void Heal() => Interlocked.Exchange(ref _limit, long.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            var asking = near.GetStream().CopyToAsync(far.GetStream(), _stop.Token);
            await AnswerAsync(far.GetStream(), near.GetStream(), Interlocked.Read(ref _limit));
            await asking;
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, long left)
    {
        var bytes = new byte[8192];
        while (left > 0)
        {
            var count = await from.ReadAsync(bytes.AsMemory(0, (int)Math.Min(bytes.Length, left)), _stop.Token);
            if (count == 0)
            {
                return;
            }

            await to.WriteAsync(bytes.AsMemory(0, count), _stop.Token);
            left -= count;
        }

        Interlocked.Increment(ref _silent);
    }
}
