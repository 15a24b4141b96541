using SemanticMlr.Imaging;

namespace SemanticMlr.Tests.Imaging;

public sealed class FramePoolTests
{
    private readonly FramePool _pool = new(capacity: 2);

    [Fact]
    public void MemoryThatOneGivesBack_ServesTheNext()
    {
        var first = Rent(40, 30);
        first.Frame.Dispose();
        var second = Rent(30, 40);

        Assert.Equal(first.Address, second.Address);
    }

    [Fact]
    public void LargerMemory_ServesASmallerFrame_AndShowsNoMoreThanItsPixels()
    {
        var large = Rent(40, 30);
        large.Frame.Dispose();
        var small = Rent(30, 30);

        Assert.Equal(large.Address, small.Address);
        Assert.Equal(30 * 30 * 3, small.Frame.Pixels.Length);
        using var picture = small.Frame.AsMat();
        Assert.Equal((30, 30), (picture.Cols, picture.Rows));
    }

    [Theory]
    [InlineData(40, 31)] // too small
    [InlineData(20, 29)] // more than twice as large
    public void MemoryThatDoesNotFit_StaysForOthers(int width, int height)
    {
        var kept = Rent(40, 30);
        kept.Frame.Dispose();

        Assert.NotEqual(kept.Address, Rent(width, height).Address);
        Assert.Equal(kept.Address, Rent(40, 30).Address);
    }

    [Fact]
    public void TheBestFit_IsTaken()
    {
        var (large, fitting) = (Rent(40, 40), Rent(40, 30));
        large.Frame.Dispose();
        fitting.Frame.Dispose();

        Assert.Equal(fitting.Address, Rent(40, 30).Address);
    }

    [Fact]
    public void BeyondItsCapacity_WhatWaitsLongestIsLeft()
    {
        var frames = new[] { Rent(40, 30), Rent(40, 30), Rent(40, 30) };
        foreach (var frame in frames)
        {
            frame.Frame.Dispose();
        }

        Assert.Equal(
            new[] { frames[1].Address, frames[2].Address }.Order(),
            new[] { Rent(40, 30).Address, Rent(40, 30).Address }.Order());
    }

    /// <summary>The memory is pinned, so that its address is its identity; a frame that is still lent keeps its own.</summary>
    private (Frame Frame, nint Address) Rent(int width, int height)
    {
        var frame = _pool.Rent(width, height);
        using var picture = frame.AsMat();
        return (frame, picture.Data);
    }
}
