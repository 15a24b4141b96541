using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Supervision;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Supervision;

public sealed class NativeHeapWorkerTests
{
    private const int BlockBytes = 64 << 10; // small enough to lie in a heap of the C library
    private const int Blocks = 1_600;

    [Fact]
    public async Task WhatWasFreedInTheMiddleOfAHeap_GoesBackToTheSystem_WithinAMinute()
    {
        var time = new FakeTimeProvider();
        using var worker = new NativeHeapWorker(time);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        var (blocks, content) = (new nint[Blocks], new byte[BlockBytes]);
        for (var index = 0; index < Blocks; index++)
        {
            blocks[index] = Marshal.AllocHGlobal(BlockBytes);
            Marshal.Copy(content, 0, blocks[index], BlockBytes);
        }

        var most = Environment.WorkingSet;
        foreach (var block in blocks[..^1])
        {
            Marshal.FreeHGlobal(block);
        }

        await Retry.Until("the memory to be given back", () =>
        {
            time.Advance(NativeHeapWorker.Interval);
            return Environment.WorkingSet < most - Blocks * BlockBytes / 2;
        });

        await worker.StopAsync(TestContext.Current.CancellationToken);
        Marshal.FreeHGlobal(blocks[^1]);
    }
}
