using System.Numerics.Tensors;
using SemanticMlr.Evaluation;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>The times of a contender, round by round.</summary>
internal sealed class ContenderRounds(IContender contender)
{
    private readonly List<PeerTimes> _rounds = [];

    /// <summary>Who it is.</summary>
    public IContender Contender => contender;

    /// <summary>All runs.</summary>
    public RunTimes Times => RunTimes.Of([.. _rounds.Select(round => round.Total)]);

    /// <summary>The cosine to the agent's embeddings, the smallest of the frames.</summary>
    public double Agreement { get; private set; } = 1;

    /// <summary>The same on pixels that the agent resized; null where that makes no difference.</summary>
    public double? AgreementOnSamePixels { get; private set; }

    /// <summary>Another round.</summary>
    public async Task RunAsync(TimeSpan duration, CancellationToken cancellationToken) => _rounds.Add(await contender.RunAsync(duration, cancellationToken));

    /// <summary>Compares its embeddings with the agent's.</summary>
    public async Task CompareAsync(IReadOnlyList<float[]> expected, CancellationToken cancellationToken)
    {
        for (var frame = 0; frame < expected.Count; frame++)
        {
            Agreement = Math.Min(Agreement, TensorPrimitives.CosineSimilarity(await contender.GlobalAsync(frame, cancellationToken), expected[frame]));
            if (await contender.GlobalOfSquareAsync(frame, cancellationToken) is { } found)
            {
                AgreementOnSamePixels = Math.Min(AgreementOnSamePixels ?? 1, TensorPrimitives.CosineSimilarity(found, expected[frame]));
            }
        }
    }

    /// <summary>What it reached beside the bare session and the agent.</summary>
    public PeerReport Report(ContenderRounds bare, ContenderRounds agent) => new()
    {
        Name = contender.Name,
        Version = contender.Version,
        Frame = Times,
        BeyondBareSession = Spread.Of(Medians.Zip(bare.Medians, (own, session) => own - session)),
        OutsideCall = _rounds.TrueForAll(round => round.Session is not null) ? Spread.Of(_rounds.Select(Outside)) : null,
        TimesTheAgent = Spread.Of(Medians.Zip(agent.Medians, (own, ours) => own / ours)),
        Agreement = Agreement,
        AgreementOnSamePixels = AgreementOnSamePixels,
    };

    private IEnumerable<double> Medians => _rounds.Select(round => RunTimes.Median(round.Total));

    private static double Outside(PeerTimes round) => RunTimes.Median([.. round.Total.Zip(round.Session!, (total, inside) => total - inside)]);
}
