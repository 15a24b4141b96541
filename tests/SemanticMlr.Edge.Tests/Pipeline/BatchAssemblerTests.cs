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
    private static readonly string[] CameraNames = ["a", "b", "c"];
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FramePool _pool = new();
    private readonly CameraSet _cameras;

    public BatchAssemblerTests()
    {
        var options = new CaptureOptions
        {
            Cameras = [.. CameraNames.Select(name => new CameraOptions { Name = name, Source = "sim:pcb", Regions = "2x2" })],
        };
        _cameras = new CameraSet(
            Options.Create(options), TimeProvider.System, new CaptureMetrics(_services.GetRequiredService<IMeterFactory>()));
    }

    public void Dispose()
    {
        _cameras.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void CamerasShareABatch_UpToItsCapacity_AndTheTurnMovesOn()
    {
        var assembler = new BatchAssembler(_cameras, capacity: 8);
        OfferAll();

        assembler.Take();
        Assert.Equal(["a", "b"], Names(assembler));
        Assert.Equal(8, assembler.Regions);
        Assert.False(assembler.HasRoom);
        assembler.Clear();

        OfferAll();
        assembler.Take();
        Assert.Equal(["b", "c"], Names(assembler));
        assembler.Clear();
    }

    [Fact]
    public void ACameraGivesOneFrameABatch_AndRoomStaysForTheOthers()
    {
        var assembler = new BatchAssembler(_cameras, capacity: 12);
        Offer(0);
        assembler.Take();
        Offer(0);
        assembler.Take();
        Assert.Equal(["a"], Names(assembler));
        Assert.True(assembler.HasRoom);

        Offer(2);
        assembler.Take();
        Assert.Equal(["a", "c"], Names(assembler));
        assembler.Clear();
    }

    private static IEnumerable<string> Names(BatchAssembler assembler) => assembler.Frames.Select(pending => pending.Camera.Name);

    private void OfferAll()
    {
        for (var index = 0; index < _cameras.Cameras.Count; index++)
        {
            Offer(index);
        }
    }

    private void Offer(int camera) => _cameras.Cameras[camera].Offer(_pool.Rent(8, 8), TimeSpan.Zero);
}
