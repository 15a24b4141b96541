using System.Globalization;
using SemanticMlr.Simulation;

namespace SemanticMlr.Cli.Bench;

/// <summary>The cameras of a measurement.</summary>
internal static class BenchCameras
{
    /// <summary>The name of the camera that is slow on purpose.</summary>
    public const string SlowName = "slow";

    private const double SimulatedRate = 10;

    // Drawing pictures is no work of an agent: each is drawn once and shown that many times.
    private const int Hold = 100;

    // Five frames of noise, half a second long, then none: the pictures are neither frozen nor black.
    private const string Hanging =
        "pipe:640x640@10:i=0; while [ $i -lt 5 ]; do head -c 1228800 /dev/urandom; sleep 0.1; i=$((i+1)); done; exec sleep 3600";

    /// <summary>That many cameras, and behind them the slow one, where there is one.</summary>
    public static IReadOnlyList<BenchCamera> Create(CamerasSettings settings, int count, bool isSlowed)
    {
        var cameras = Enumerable.Range(0, count).Select(index => Camera(settings, index));
        return isSlowed ? [.. cameras, new BenchCamera(SlowName, SourceOf(settings.Slow))] : [.. cameras];
    }

    private static BenchCamera Camera(CamerasSettings settings, int index)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"cam{index + 1}");
        return settings.Source switch
        {
            CameraSourceKind.Memory => new BenchCamera(name, Source: null),
            CameraSourceKind.Rtsp => new BenchCamera(name, settings.Addresses[index % settings.Addresses.Count]) { Rate = settings.Rate },
            _ => new BenchCamera(name, Simulated(index, settings.Rate > 0 ? settings.Rate : SimulatedRate)),
        };
    }

    private static string SourceOf(SlowCamera slow) => slow == SlowCamera.Hang ? Hanging : Simulated(seed: -1, rate: 1);

    private static string Simulated(int seed, double rate) =>
        string.Create(CultureInfo.InvariantCulture, $"sim:pcb?seed={SceneCatalog.FirstTestSeed + 1 + seed}&rate={rate}&hold={Hold}");
}
