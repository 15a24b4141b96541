using System.Diagnostics;
using System.Globalization;
using SemanticMlr.Faults.Ledgers;
using SemanticMlr.Faults.Plant;
using SemanticMlr.Faults.Processes;

namespace SemanticMlr.Soak;

/// <summary>
/// Two agents at one broker. Every 20 seconds a fault of broker, camera or the ways to them hits both, and at a random moment one of them, always the
/// same, is killed; the other keeps running, so that its memory tells.
/// </summary>
internal sealed class FaultSoak : IAsyncDisposable
{
    public const double ShortestHours = 0.02;

    private const int ReportedMissing = 20;
    private const int FramesUnderWay = 3; // of the time before the fault
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestFault = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan RecoversWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan JudgedFrom = TimeSpan.FromMinutes(30);
    private readonly Random _random;
    private readonly int _seed;
    private readonly Mosquitto _broker;
    private readonly CameraServer _camera;
    private readonly AgentUnderFaults _steady;
    private readonly AgentUnderFaults _victim;
    private readonly IReadOnlyList<PlantFault> _faults;
    private readonly SortedDictionary<string, int> _made = new(StringComparer.Ordinal);
    private readonly List<string> _notRecovered = [];
    private readonly List<ProcessSample> _samples = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _kills;
    private int _outages;

    private FaultSoak(int seed, DirectoryInfo? logs, Mosquitto broker, CameraServer camera)
    {
        (_seed, _random, _broker, _camera) = (seed, new Random(seed), broker, camera);
        _steady = new AgentUnderFaults("steady", broker.Port, "sim:pcb?seed=1000003&rate=5", camera.Port, logs: logs);
        _victim = new AgentUnderFaults("victim", broker.Port, "sim:pcb?seed=1000004&rate=10", configure: configuration => configuration["Mqtt"]!["ReplayRate"] = 0, logs: logs);
        _faults = PlantFaults.All(broker, camera, _steady, _victim);
    }

    /// <summary>Starts broker, camera and agents.</summary>
    /// <param name="seed">What faults, moments and lengths are drawn from.</param>
    /// <param name="logs">Where the agents' logs are kept; null for nowhere.</param>
    public static async Task<FaultSoak> StartAsync(int seed, DirectoryInfo? logs)
    {
        var broker = await Mosquitto.StartAsync("allow_anonymous true\npersistence true\nautosave_interval 5");
        var soak = new FaultSoak(seed, logs, broker, await CameraServer.StartAsync());
        soak._steady.Start();
        soak._victim.Start();
        return soak;
    }

    /// <summary>Makes faults for so long, waits until everything that was taken on has arrived, and counts.</summary>
    public async Task<FaultSoakResult> RunAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        await Condition.HoldsAsync("the first messages arrive", () => Task.FromResult(_steady.Ledger.Arrived("rtsp") > 0 && _victim.Ledger.Arrived("sim") > 0), TimeSpan.FromMinutes(2));
        var steadyId = _steady.ProcessId;
        Sample();
        _watch.Restart();
        for (var lastWord = TimeSpan.Zero; _watch.Elapsed < length && !cancellationToken.IsCancellationRequested;)
        {
            await MakeFaultAsync(cancellationToken);
            Sample();
            if (_watch.Elapsed - lastWord >= TimeSpan.FromMinutes(1) || lastWord == TimeSpan.Zero)
            {
                lastWord = _watch.Elapsed;
                Say(length);
            }
        }

        var hours = Math.Round(_watch.Elapsed.TotalHours, 3);
        await Console.Error.WriteLineAsync("soak: faults are over, waiting for what is under way");
        IReadOnlyList<MessageNumber>[] missing = [await _steady.DrainAsync(Patience), await _victim.DrainAsync(Patience)];
        await Task.WhenAll(_steady.StopAsync(), _victim.StopAsync());
        await Task.WhenAll(_steady.SettleAsync(Lag), _victim.SettleAsync(Lag));
        var counts = new SortedDictionary<string, LedgerCounts>(StringComparer.Ordinal)
        {
            ["steady"] = _steady.Ledger.Count() with { Lost = missing[0].Count },
            ["victim"] = _victim.Ledger.Count() with { Lost = missing[1].Count },
        };
        return new FaultSoakResult(
            hours, _seed, _made, _kills, _outages, _notRecovered, _steady.UnaskedEnds + _victim.UnaskedEnds,
            counts["steady"] + counts["victim"], counts, [.. missing.SelectMany(each => each).Take(ReportedMissing).Select(message => $"{message}")],
            [.. _steady.Ledger.AcknowledgedOnly().Select(line => $"steady, {line}"), .. _victim.Ledger.AcknowledgedOnly().Select(line => $"victim, {line}")],
            MemoryTrend.Of(_samples), length >= JudgedFrom && _steady.UnaskedEnds == 0 && steadyId is not null, _samples);
    }

    public async ValueTask DisposeAsync()
    {
        await _steady.DisposeAsync();
        await _victim.DisposeAsync();
        await _camera.DisposeAsync();
        await _broker.DisposeAsync();
    }

    private async Task MakeFaultAsync(CancellationToken cancellationToken)
    {
        var fault = _faults[_random.Next(_faults.Count)];
        var lasts = LongestFault * (0.1 + (0.9 * _random.NextDouble()));
        var until = _watch.Elapsed + Slot;
        var killing = KillAfterAsync(Slot * 0.8 * _random.NextDouble(), cancellationToken);
        _made[fault.Name] = _made.GetValueOrDefault(fault.Name) + 1;
        _outages += fault.Side == FaultSide.Broker ? 1 : 0;
        await fault.Begin();
        await PauseAsync(lasts, cancellationToken);
        await fault.End();
        await killing;
        var camera = fault.Side == FaultSide.Camera ? "rtsp" : "sim";
        var before = _steady.Ledger.Arrived(camera);
        await _steady.RestartWhereEndedAsync();
        await _victim.RestartWhereEndedAsync();
        if (!await Condition.WithinAsync(RecoversWithin, () => _steady.Ledger.Arrived(camera) > before + FramesUnderWay))
        {
            _notRecovered.Add(fault.Name);
            await Console.Error.WriteLineAsync($"soak: no message of '{camera}' after '{fault.Name}'. The agent's last lines:\n{_steady.Log}");
        }

        await PauseAsync(until - _watch.Elapsed, cancellationToken);
    }

    private async Task KillAfterAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        await PauseAsync(delay, cancellationToken);
        await _victim.KillAsync();
        _kills++;
    }

    private static async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Sample()
    {
        if (_steady.ProcessId is { } process && ProcessSample.Of(process, _watch.Elapsed) is { } sample)
        {
            _samples.Add(sample);
        }
    }

    private void Say(TimeSpan length)
    {
        var counts = _steady.Ledger.Count() + _victim.Ledger.Count();
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"soak: {_watch.Elapsed.TotalMinutes:F1} of {length.TotalMinutes:F1} min, {_made.Values.Sum()} faults, {_kills} kills, {counts.Stored} messages taken on, " +
            $"{counts.Lost} under way, {counts.Duplicates} duplicates; steady agent {_samples[^1].WorkingSetMB:F0} MB, {_samples[^1].Threads} threads, {_samples[^1].Processes} processes, {_samples[^1].Handles} handles"));
    }
}
