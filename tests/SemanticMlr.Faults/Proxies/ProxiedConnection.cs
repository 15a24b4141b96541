using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SemanticMlr.Faults.Proxies;

/// <summary>One connection through the proxy. Owns both sockets.</summary>
internal sealed class ProxiedConnection(Socket client, int target, MqttWatch? watch, ProxyMode first)
{
    private const int SlowSlice = 1_024;
    private const int SlowRate = 16 * 1_024;
    private const int TrickleRate = 4 * 1_024;

    // No byte is the first of a PUBACK, which would make a client forget a message that nobody has.
    private static readonly byte[] Nonsense = [0x00, .. "HTTP/1.1 400 Bad Request\r\n\r\n"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0xF7];
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private volatile int _mode = (int)first;

    private ProxyMode Mode => (ProxyMode)_mode;

    /// <summary>Whether the client must not notice that the server is gone.</summary>
    private bool IsSilent => Mode is ProxyMode.BlackHole or ProxyMode.HalfOpen or ProxyMode.Garbage;

    private static bool KeepsBytes(ProxyMode mode) => mode is ProxyMode.Cut or ProxyMode.BlackHole or ProxyMode.HalfOpen or ProxyMode.Garbage;

    /// <summary>Changes what happens to the bytes from here on.</summary>
    public void Set(ProxyMode mode)
    {
        if (KeepsBytes(Mode) && !KeepsBytes(mode))
        {
            return;
        }

        _mode = (int)mode;
        if (mode == ProxyMode.Cut)
        {
            Close(reset: false);
        }
        else if (mode == ProxyMode.HalfOpen)
        {
            _server.Dispose();
        }
    }

    /// <summary>Moves bytes until a side closes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            client.NoDelay = true;
            if (!KeepsBytes(Mode))
            {
                await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target), cancellationToken);
                await Task.WhenAll(PumpAsync(client, _server, isFromClient: true, cancellationToken), PumpAsync(_server, client, isFromClient: false, cancellationToken));
            }
            else
            {
                await PumpAsync(client, _server, isFromClient: true, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // A side is gone.
        }

        Close(reset: false);
    }

    /// <summary>Closes both sides.</summary>
    /// <param name="reset">Whether with a reset instead of an orderly end.</param>
    public void Close(bool reset)
    {
        foreach (var side in (Socket[])[client, _server])
        {
            if (reset)
            {
                try
                {
                    side.LingerState = new LingerOption(true, 0);
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
                {
                    // It is closed already.
                }
            }

            side.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isFromClient, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[16_384];
            while (true)
            {
                await WhileHalfOpenAsync(cancellationToken);
                var count = await from.ReceiveAsync(buffer, cancellationToken);
                if (count == 0)
                {
                    break;
                }

                if (!isFromClient)
                {
                    watch?.FromServer(buffer.AsSpan(0, count));
                }

                try
                {
                    await ForwardAsync(to, buffer.AsMemory(0, count), isFromClient, cancellationToken);
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException && IsSilent)
                {
                    // The server left; the client must not notice.
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // A side is gone.
        }

        if (isFromClient || !IsSilent)
        {
            Close(reset: false);
        }
    }

    private async Task WhileHalfOpenAsync(CancellationToken cancellationToken)
    {
        if (Mode == ProxyMode.HalfOpen)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }

    private async Task ForwardAsync(Socket to, ReadOnlyMemory<byte> bytes, bool isFromClient, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        for (var passed = 0; bytes.Length > 0;)
        {
            var mode = Mode;
            var count = mode switch
            {
                ProxyMode.Trickle => 1,
                ProxyMode.Slow => Math.Min(SlowSlice, bytes.Length),
                ProxyMode.Reset => bytes.Length / 2,
                _ => bytes.Length,
            };
            if (KeepsBytes(mode))
            {
                if (mode == ProxyMode.Garbage)
                {
                    await client.SendAsync(Nonsense, cancellationToken);
                }

                return;
            }

            if (isFromClient)
            {
                watch?.FromClient(bytes[..count].Span);
            }

            for (var sent = 0; sent < count;)
            {
                sent += await to.SendAsync(bytes[sent..count], cancellationToken);
            }

            bytes = bytes[count..];
            passed += count;
            if (mode == ProxyMode.Reset)
            {
                Close(reset: true);
                return;
            }

            if (mode is ProxyMode.Slow or ProxyMode.Trickle)
            {
                // By the clock, so that a busy machine does not make it slower still.
                var ahead = TimeSpan.FromSeconds((double)passed / (mode == ProxyMode.Slow ? SlowRate : TrickleRate)) - clock.Elapsed;
                await Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero, cancellationToken);
            }
        }
    }
}
