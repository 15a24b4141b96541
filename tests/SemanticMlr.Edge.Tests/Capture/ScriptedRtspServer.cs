using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SemanticMlr.Edge.Tests.Capture;

/// <summary>An RTSP server whose description of the stream is whatever a test wants.</summary>
internal sealed class ScriptedRtspServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _description;
    private readonly Task _accepting;

    /// <param name="description">What answers DESCRIBE, SDP or not.</param>
    public ScriptedRtspServer(byte[] description)
    {
        _description = description;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"rtsp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/cam";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var request = "";
            var number = "1";
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                if (request.Length == 0)
                {
                    request = line.Split(' ')[0];
                }
                else if (line.StartsWith("CSeq:", StringComparison.OrdinalIgnoreCase))
                {
                    number = line[5..].Trim();
                }
                else if (line.Length == 0)
                {
                    await stream.WriteAsync(AnswerTo(request, number), _stop.Token);
                    request = "";
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
        }
    }

    private byte[] AnswerTo(string request, string number) => request == "DESCRIBE"
        ? [.. Encoding.ASCII.GetBytes($"RTSP/1.0 200 OK\r\nCSeq: {number}\r\nContent-Type: application/sdp\r\nContent-Length: {_description.Length}\r\n\r\n"), .. _description]
        : Encoding.ASCII.GetBytes($"RTSP/1.0 200 OK\r\nCSeq: {number}\r\nPublic: DESCRIBE, SETUP, PLAY\r\n\r\n");
}
