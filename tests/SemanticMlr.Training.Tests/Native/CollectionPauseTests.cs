using System.Runtime;
using SemanticMlr.Training.Native;

namespace SemanticMlr.Training.Tests.Native;

[Collection(ProcessWide.Name)]
public sealed class CollectionPauseTests
{
    private const long Budget = 4 << 20;

    private readonly List<string> _warnings = [];

    [Fact]
    public void The_collector_is_held_off_between_renewals_and_runs_afterwards()
    {
        using (var pause = new CollectionPause(_warnings.Add, Budget))
        {
            pause.Renew();
            pause.Renew();
            Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
        }

        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Fact]
    public void A_collection_inside_is_told_once()
    {
        using var pause = new CollectionPause(_warnings.Add, Budget);
        for (var round = 0; round < 2; round++)
        {
            pause.Renew();
            AllocateUntilTheCollectorRuns();
        }

        pause.Renew();

        Assert.Contains("ran during a step", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_allocated_in_a_pause_is_free_after_it()
    {
        const int Rounds = 400;
        const int Allocated = 1 << 20;
        using var pause = new CollectionPause(_warnings.Add, Budget);
        Steps(pause, rounds: 20);
        var before = Environment.WorkingSet;

        Steps(pause, Rounds);

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, (long)Rounds * Allocated / 4);
        Assert.Empty(_warnings);

        static void Steps(CollectionPause pause, int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                pause.Renew();
                for (var allocated = 0; allocated < Allocated; allocated += 1 << 10)
                {
                    GC.KeepAlive(new byte[1 << 10]);
                }
            }
        }
    }

    private static void AllocateUntilTheCollectorRuns()
    {
        for (var allocated = 0; GCSettings.LatencyMode == GCLatencyMode.NoGCRegion && allocated < 4_000; allocated++)
        {
            GC.KeepAlive(new byte[1 << 18]);
        }
    }
}
