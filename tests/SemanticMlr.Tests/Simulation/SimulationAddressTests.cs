using SemanticMlr.Simulation;

namespace SemanticMlr.Tests.Simulation;

public sealed class SimulationAddressTests
{
    [Theory]
    [InlineData("sim:pcb", 1, 10, 10)]
    [InlineData("sim:pcb?seed=1&rate=10", 1, 10, 10)]
    [InlineData("sim:pcb?rate=0.5&seed=77", 77, 0.5, 10)]
    [InlineData("sim:pcb?hold=1", 1, 10, 1)]
    public void TryParse_OfAnAddress_FillsInWhatIsNotSaid(string text, long seed, double rate, int hold)
    {
        Assert.True(SimulationAddress.TryParse(text, out var address, out var fault));
        Assert.Null(fault);
        Assert.Equal(new SimulationAddress("pcb", seed, rate, hold), address);
        Assert.True(SimulationAddress.TryParse(address.ToString(), out var again, out _));
        Assert.Equal(address, again);
    }

    [Theory]
    [InlineData(null, "sim:pcb?seed=1&rate=10")]
    [InlineData("rtsp://camera", "sim:pcb?seed=1&rate=10")]
    [InlineData("sim:", "no scene ''")]
    [InlineData("sim:moon", "no scene 'moon'")]
    [InlineData("sim:pcb?seed=-1", "'seed=-1'")]
    [InlineData("sim:pcb?seed", "'seed'")]
    [InlineData("sim:pcb?rate=0", "'rate=0'")]
    [InlineData("sim:pcb?rate=NaN", "'rate=NaN'")]
    [InlineData("sim:pcb?hold=0", "'hold=0'")]
    [InlineData("sim:pcb?colour=red", "'colour=red'")]
    [InlineData("sim:pcb?seed=1&seed=2", "'seed=2'")]
    public void TryParse_OfAnythingElse_SaysWhatIsWrong(string? text, string expected)
    {
        Assert.False(SimulationAddress.TryParse(text, out var address, out var fault));
        Assert.Null(address);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void PictureOf_StaysForHoldFrames()
    {
        var address = new SimulationAddress("pcb", 1, 10, 3);

        Assert.Equal([0, 0, 0, 1, 1, 1, 2], Enumerable.Range(0, 7).Select(frame => address.PictureOf(frame)));
    }
}
