using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.EndToEnd;

/// <summary>Does what systemd does with a unit of Type=notify, WatchdogSec and Restart=on-failure: listens, keeps the watchdog's time, kills, and starts again.</summary>
internal sealed class PlayedSystemd : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<string> _messages = [];
    private readonly List<long> _kills = [];
    private readonly List<int> _exitCodes = [];
    private readonly JsonObject _configuration;
    private readonly Dictionary<string, string> _environment;
    private readonly TimeSpan _watchdog;
    private readonly Task _running;
    private long _alive = long.MaxValue;

    /// <param name="configuration">Of the agent.</param>
    /// <param name="watchdog">WatchdogSec.</param>
    /// <param name="isAbstract">Whether the socket has a name in no file system, as in containers.</param>
    public PlayedSystemd(JsonObject configuration, TimeSpan watchdog, bool isAbstract = false)
    {
        var name = isAbstract ? $"semanticmlr-test-{Guid.NewGuid():N}" : _folder.File("notify");
        _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + name : name));
        (_configuration, _watchdog) = (configuration, watchdog);
        _environment = new Dictionary<string, string>
        {
            ["NOTIFY_SOCKET"] = isAbstract ? "@" + name : name,
            ["WATCHDOG_USEC"] = ((long)watchdog.TotalMicroseconds).ToString(CultureInfo.InvariantCulture),
        };
        Agent = Start();
        _running = Task.WhenAll(ListenAsync(), SuperviseAsync());
    }

    public AgentProcess Agent { get; private set; }

    /// <summary>Every line that the agent said.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>When the watchdog killed the agent, in ticks of <see cref="Stopwatch"/>.</summary>
    public IReadOnlyList<long> Kills
    {
        get
        {
            lock (_gate)
            {
                return [.. _kills];
            }
        }
    }

    /// <summary>How agents ended that nobody killed.</summary>
    public IReadOnlyList<int> ExitCodes
    {
        get
        {
            lock (_gate)
            {
                return [.. _exitCodes];
            }
        }
    }

    public int Count(string message) => Messages.Count(each => each == message);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Agent.DisposeAsync();
        _socket.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    private AgentProcess Start() => AgentProcess.Start((JsonObject)_configuration.DeepClone(), _environment);

    private async Task ListenAsync()
    {
        var bytes = new byte[4096];
        try
        {
            while (true)
            {
                var count = await _socket.ReceiveAsync(bytes, SocketFlags.None, _stop.Token);
                var lines = Encoding.UTF8.GetString(bytes, 0, count).Split('\n');
                lock (_gate)
                {
                    _messages.AddRange(lines);
                    if (lines.Contains("STOPPING=1"))
                    {
                        _alive = long.MaxValue;
                    }
                    else if (lines.Contains("READY=1") || (_alive != long.MaxValue && lines.Contains("WATCHDOG=1")))
                    {
                        _alive = Stopwatch.GetTimestamp();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task SuperviseAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(20, CancellationToken.None);
            var isLate = false;
            lock (_gate)
            {
                isLate = _alive != long.MaxValue && Stopwatch.GetElapsedTime(_alive) > _watchdog;
            }

            if (isLate)
            {
                Agent.Kill();
                await Agent.WaitAsync();
                await AgainAsync(() => _kills.Add(Stopwatch.GetTimestamp()));
            }
            else if (Agent.HasExited)
            {
                var code = await Agent.WaitAsync();
                await AgainAsync(() => _exitCodes.Add(code));
            }
        }
    }

    private async Task AgainAsync(Action note)
    {
        lock (_gate)
        {
            note();
            _alive = long.MaxValue;
        }

        var ended = Agent;
        Agent = Start();
        await ended.DisposeAsync();
    }
}
