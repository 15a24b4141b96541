using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SemanticMlr.Edge.Tests.Support;

/// <summary>A broker that does what a test wants: says its receive maximum, answers late, or closes the connection for a message.</summary>
internal sealed class StubBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _topics = new();
    private Task _running = Task.CompletedTask;

    private StubBroker()
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The topics of all messages in the order in which they came.</summary>
    public IReadOnlyList<string> Topics => [.. _topics];

    /// <summary>The most messages that were unacknowledged at once.</summary>
    public int MostUnderWay { get; private set; }

    /// <summary>Said at every connect, or 0 for nothing.</summary>
    public ushort ReceiveMaximum { get; init; }

    /// <summary>Acknowledges only when no more messages come.</summary>
    public bool AcknowledgesLate { get; init; }

    /// <summary>What a client that connects gets: a reason code, 0 to be let in.</summary>
    public Func<byte> Greeting { get; init; } = () => 0;

    /// <summary>What is sent instead of a CONNACK, or null.</summary>
    public byte[]? Garbage { get; init; }

    /// <summary>What a PINGREQ gets.</summary>
    public byte[] Pong { get; init; } = [0xD0, 0];

    /// <summary>The PUBACK of a message, from its topic and its packet id of two bytes.</summary>
    public Func<string, byte[], byte[]> Acknowledgement { get; init; } = (_, id) => [0x40, 2, .. id];

    /// <summary>Connections that asked to be let in.</summary>
    public int Connects { get; private set; }

    /// <summary>What a message makes of the connection: null goes on, 0 closes it without a word, another number is the reason of a DISCONNECT.</summary>
    public Func<string, byte?> Fault { get; init; } = _ => null;

    public static StubBroker Start(
        ushort receiveMaximum = 0,
        bool acknowledgesLate = false,
        Func<string, byte?>? fault = null,
        Func<byte>? greeting = null,
        byte[]? garbage = null,
        Func<string, byte[], byte[]>? acknowledgement = null,
        byte[]? pong = null)
    {
        var broker = new StubBroker
        {
            ReceiveMaximum = receiveMaximum,
            AcknowledgesLate = acknowledgesLate,
            Fault = fault ?? (_ => null),
            Greeting = greeting ?? (() => 0),
            Garbage = garbage,
            Pong = pong ?? [0xD0, 0],
            Acknowledgement = acknowledgement ?? ((_, id) => [0x40, 2, .. id]),
        };
        broker._listener.Start();
        broker._running = Task.Run(broker.RunAsync);
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await ServeAsync(client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client left, or the test is over.
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        var underWay = new Queue<(string Topic, byte[] Id)>();
        while (true)
        {
            while (underWay.Count > 0 && AcknowledgesLate && !stream.Socket.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectRead))
            {
                await AcknowledgeAsync();
            }

            var header = await ReadAsync(stream, 1);
            var body = await ReadAsync(stream, await ReadLengthAsync(stream));
            switch (header[0] >> 4)
            {
                case 1: // CONNECT
                    Connects++;
                    if (Garbage is not null)
                    {
                        await stream.WriteAsync(Garbage, _end.Token);
                        break;
                    }

                    byte[] properties = ReceiveMaximum == 0 ? [0] : [3, 0x21, (byte)(ReceiveMaximum >> 8), (byte)ReceiveMaximum];
                    await stream.WriteAsync((byte[])[0x20, (byte)(2 + properties.Length), 0, Greeting(), .. properties], _end.Token);
                    break;
                case 3: // PUBLISH
                    var length = BinaryPrimitives.ReadUInt16BigEndian(body);
                    var topic = Encoding.UTF8.GetString(body, 2, length);
                    _topics.Enqueue(topic);
                    if (Fault(topic) is { } reason)
                    {
                        await stream.WriteAsync(reason == 0 ? [] : (byte[])[0xE0, 2, reason, 0], _end.Token);
                        return;
                    }

                    underWay.Enqueue((topic, body[(2 + length)..(4 + length)]));
                    MostUnderWay = Math.Max(MostUnderWay, underWay.Count);
                    if (!AcknowledgesLate)
                    {
                        await AcknowledgeAsync();
                    }

                    break;
                case 12: // PINGREQ
                    await stream.WriteAsync(Pong, _end.Token);
                    break;
                case 14: // DISCONNECT
                    return;
            }
        }

        async Task AcknowledgeAsync()
        {
            while (underWay.TryDequeue(out var message))
            {
                await stream.WriteAsync(Acknowledgement(message.Topic, message.Id), _end.Token);
            }
        }
    }

    private async Task<byte[]> ReadAsync(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, _end.Token);
        return bytes;
    }

    private async Task<int> ReadLengthAsync(NetworkStream stream)
    {
        for (var (length, shift) = (0, 0); ; shift += 7)
        {
            var next = (await ReadAsync(stream, 1))[0];
            length |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return length;
            }
        }
    }
}
