using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Tests.Outbox;

public sealed class OutboxDropsTests
{
    private const int Threads = 4;
    private const int Runs = 500;

    [Fact]
    public void ARunOfLosses_IsAnnouncedOnce_HoweverManyThreadsFindIt()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var (meters, logger) = (services.GetRequiredService<IMeterFactory>(), new FakeLogger());
        var metrics = new MessagingMetrics(meters);
        var drops = new OutboxDrops(meters, metrics, logger);
        using var barrier = new Barrier(Threads, _ => drops.EndRun(OutboxClass.Event)); // all begin a run at the same moment

        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (var run = 0; run < Runs; run++)
            {
                barrier.SignalAndWait();
                drops.Add(OutboxClass.Event, DropReason.Queue, 1);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(Runs, logger.Collector.Count);
        Assert.Equal(Threads * Runs, metrics.EventsDropped.Value);
    }
}
