using System.Runtime.InteropServices;
using SemanticMlr.Inference;

namespace SemanticMlr.Tests.Inference;

public sealed class NativeHeapTests
{
    /// <summary>Small enough to lie in a heap of the C library; with a block in use behind them, freeing them alone gives nothing back.</summary>
    private const int BlockBytes = 64 << 10;
    private const int Blocks = 1_600;

    [Fact]
    public void GiveBack_HandsFreedBlocksBackToTheSystem()
    {
        var (blocks, content) = (new nint[Blocks], new byte[BlockBytes]);
        for (var index = 0; index < Blocks; index++)
        {
            blocks[index] = Marshal.AllocHGlobal(BlockBytes);
            Marshal.Copy(content, 0, blocks[index], BlockBytes);
        }

        foreach (var block in blocks[..^1])
        {
            Marshal.FreeHGlobal(block);
        }

        var kept = Environment.WorkingSet;
        NativeHeap.GiveBack();

        Assert.InRange(kept - Environment.WorkingSet, Blocks * BlockBytes / 2, long.MaxValue);
        Marshal.FreeHGlobal(blocks[^1]);
    }
}
