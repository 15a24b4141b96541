using System.Diagnostics;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>Times several things in turns, so that what else the machine does meets all alike.</summary>
public static class TimedRounds
{
    private const int WarmUps = 3;
    private const int FewestRuns = 3;

    /// <summary>Runs rounds, after a few runs of everything that are not counted.</summary>
    /// <param name="contenders">What is timed.</param>
    /// <param name="rounds">Rounds; in each, the next contender begins.</param>
    /// <param name="duration">How long a contender runs in a round, at least three runs.</param>
    /// <param name="progress">Told the number of each round that begins.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <returns>For each contender, for each round, the milliseconds of the runs.</returns>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> Run(
        IReadOnlyList<Action> contenders, int rounds, TimeSpan duration, Action<int> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        ArgumentNullException.ThrowIfNull(progress);
        for (var run = 0; run < WarmUps; run++)
        {
            foreach (var contender in contenders)
            {
                cancellationToken.ThrowIfCancellationRequested();
                contender();
            }
        }

        var all = contenders.Select(_ => new List<IReadOnlyList<double>>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            progress(round + 1);
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var place = (round + turn) % contenders.Count;
                all[place].Add(Measure(contenders[place], duration, cancellationToken));
            }
        }

        return all;
    }

    /// <summary>Milliseconds of runs one after the other; one that is not counted goes first, since another contender's numbers are in the caches.</summary>
    internal static List<double> Measure(Action contender, TimeSpan duration, CancellationToken cancellationToken)
    {
        contender();
        var (begin, runs) = (Stopwatch.GetTimestamp(), new List<double>());
        while (runs.Count < FewestRuns || Stopwatch.GetElapsedTime(begin) < duration)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            contender();
            runs.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return runs;
    }
}
