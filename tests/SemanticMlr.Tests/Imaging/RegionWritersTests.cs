using System.Collections.Concurrent;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;

namespace SemanticMlr.Tests.Imaging;

public sealed class RegionWritersTests
{
    private static readonly ImageSpecification Specification = new() { Size = 8 };

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 9)]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    [InlineData(4, 500)]
    public void Run_WritesEachRegionOnce(int threads, int count)
    {
        using var writers = new RegionWriters(Specification, threads);
        var written = new int[count];

        for (var run = 1; run <= 20; run++)
        {
            writers.Run(count, (index, _) => Interlocked.Increment(ref written[index]));
            Assert.All(written, times => Assert.Equal(run, times));
        }
    }

    [Fact]
    public void Run_OnSeveralThreads_GivesEachItsOwnScratchMemory()
    {
        using var writers = new RegionWriters(Specification, 2);
        using var together = new Barrier(2);
        var owners = new ConcurrentDictionary<int, RegionPixels>();

        writers.Run(2, (index, pixels) =>
        {
            together.SignalAndWait(); // both regions are under way at once, or this would never end
            owners[index] = pixels;
        });

        Assert.NotSame(owners[0], owners[1]);
    }

    [Fact]
    public void Run_WhereOneFails_ThrowsItsFaultAndGoesOnNextTime()
    {
        using var writers = new RegionWriters(Specification, 3);
        var written = 0;

        var fault = Assert.Throws<ArgumentException>(() => writers.Run(30, (index, _) => throw new ArgumentException($"region {index}")));
        writers.Run(30, (_, _) => Interlocked.Increment(ref written));

        Assert.StartsWith("region", fault.Message, StringComparison.Ordinal);
        Assert.Equal(30, written);
    }
}
