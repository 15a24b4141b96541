using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Tests.Pipeline;

public sealed class BatchAssemblerTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FramePool _pool = new();
    private CameraSet? _cameras;
    private CameraTurns? _turns;

    public void Dispose()
    {
        _cameras?.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void CamerasShareABatch_UpToItsCapacity_AndWhoWaitsLongestIsFirst()
    {
        var assembler = Create(capacity: 8, "2x2", "2x2", "2x2");

        Assert.Equal(["a", "b"], Batch(assembler, "abc"));
        Assert.Equal(["c", "a"], Batch(assembler, "abc"));
        Assert.Equal(["b", "c"], Batch(assembler, "abc"));
    }

    [Fact]
    public void ACameraGivesOneFrameABatch_AndRoomStaysForTheOthers()
    {
        var assembler = Create(capacity: 12, "2x2", "2x2", "2x2");
        Offer("a");
        assembler.Take();
        Offer("a");
        assembler.Take();
        Assert.Equal(["a"], Names(assembler));

        Offer("c");
        assembler.Take();
        Assert.Equal(["a", "c"], Names(assembler));
        assembler.Clear();
    }

    [Fact]
    public void CamerasThatGiveNothing_DoNotLendTheirTurnsToTheirNeighbour()
    {
        var assembler = Create(capacity: 4, [.. Enumerable.Repeat("2x2", 8)]);

        var taken = Enumerable.Range(0, 16).SelectMany(_ => Batch(assembler, "ab")).ToList();

        Assert.Equal(8, taken.Count(name => name == "a"));
        Assert.Equal(8, taken.Count(name => name == "b"));
    }

    [Fact]
    public void ASlowCamera_IsServedAtOnce_AndTheOthersShareTheRest()
    {
        var assembler = Create(capacity: 1, "whole", "whole", "whole");

        var taken = Enumerable.Range(0, 12).SelectMany(number => Batch(assembler, number % 6 == 5 ? "abc" : "ab")).ToList();

        Assert.Equal("c", taken[5]);
        Assert.Equal("c", taken[11]);
        Assert.Equal(5, taken.Count(name => name == "a"));
        Assert.Equal(5, taken.Count(name => name == "b"));
    }

    [Fact]
    public void AFrameThatDoesNotFit_WaitsForTheNextBatch_WhereItIsFirst()
    {
        var assembler = Create(capacity: 6, "whole", "2x2", "2x2");

        Offers("abc");
        assembler.Take();
        Assert.Equal(["a", "b"], Names(assembler));
        Assert.Equal(5, assembler.Regions);
        assembler.Clear();

        Assert.Equal(["c", "a"], Batch(assembler, "abc"));
    }

    [Fact]
    public void AFrameWithMoreRegionsThanABatch_HasABatchOfItsOwn()
    {
        var assembler = Create(capacity: 3, "whole", "2x2");

        Assert.Equal(["a"], Batch(assembler, "ab"));
        Assert.Equal(["b"], Batch(assembler, "ab"));
        Assert.Equal(["a"], Batch(assembler, "ab"));
    }

    [Fact]
    public void BatchesThatAreFilledInTurn_ShareTheTurnsOfTheCameras()
    {
        var first = Create(capacity: 1, "whole", "whole", "whole");
        var second = new BatchAssembler(_turns!, 1);

        List<string> taken = [.. Batch(first, "abc"), .. Batch(second, "abc"), .. Batch(first, "abc"), .. Batch(second, "abc")];

        Assert.Equal(["a", "b", "c", "a"], taken);
    }

    private BatchAssembler Create(int capacity, params string[] regions)
    {
        var options = new CaptureOptions
        {
            Cameras = [.. regions.Select((value, index) => new CameraOptions { Name = $"{(char)('a' + index)}", Source = "sim:pcb", Regions = value })],
        };
        _cameras = new CameraSet(Options.Create(options), TimeProvider.System, new CaptureMetrics(_services.GetRequiredService<IMeterFactory>()));
        _turns = new CameraTurns(_cameras);
        return new BatchAssembler(_turns, capacity);
    }

    /// <summary>One batch while these cameras have a frame.</summary>
    private List<string> Batch(BatchAssembler assembler, string cameras)
    {
        Offers(cameras);
        assembler.Take();
        var names = Names(assembler);
        assembler.Clear();
        return names;
    }

    private static List<string> Names(BatchAssembler assembler) => [.. assembler.Frames.Select(pending => pending.Camera.Name)];

    private void Offers(string cameras)
    {
        foreach (var name in cameras)
        {
            Offer($"{name}");
        }
    }

    private void Offer(string camera) => _cameras!.Cameras.Single(other => other.Name == camera).Offer(_pool.Rent(8, 8), TimeSpan.Zero);
}
