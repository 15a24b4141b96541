using System.Globalization;
using System.Text.Json.Nodes;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Evaluation;
using SemanticMlr.Labels;

namespace SemanticMlr.Cli.Bench;

/// <summary>Changes the label list of an agent that recognises frames at a steady rate.</summary>
/// <param name="settings">Bundle, regions and rounds.</param>
/// <param name="labels">Labels of a large list.</param>
/// <param name="applies">Lists of the last part.</param>
/// <param name="frame">Time from one frame to the next.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told of each part.</param>
internal sealed class LabelsBench(BenchSettings settings, int labels, int applies, TimeSpan frame, TimeProvider time, TextWriter progress)
{
    private const int WarmUpApplies = 10;
    private const double BytesPerMegabyte = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private readonly FrameGaps _gaps = new(time);
    private int _text;

    /// <exception cref="InvalidOperationException">A list was refused, or no frame came under it.</exception>
    public async Task<LabelsReport> RunAsync(CancellationToken cancellationToken)
    {
        await using var agent = await BenchAgent.StartAsync(settings, _gaps, cancellationToken);
        using var feeder = new FrameFeeder();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = feeder.FeedAsync(agent.Camera, frame, time, stop.Token);
        var (cold, cached, quiet, busy) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        await ApplyAsync(agent, Texts(10), cancellationToken); // the text encoder is loaded, code is compiled
        for (var round = 1; round <= settings.Rounds; round++)
        {
            await progress.WriteLineAsync($"mlr bench labels: round {round} of {settings.Rounds}");
            _ = _gaps.TakeLongest();
            await Task.Delay(Quiet, time, cancellationToken);
            quiet.Add(_gaps.TakeLongest().TotalMilliseconds);
            var texts = Texts(labels);
            cold.Add((await ApplyAsync(agent, texts, cancellationToken)).TotalSeconds);
            busy.Add(_gaps.TakeLongest().TotalMilliseconds);
            await ApplyAsync(agent, Texts(10), cancellationToken);
            cached.Add((await ApplyAsync(agent, texts, cancellationToken)).TotalSeconds);
        }

        var memory = await GrowthAsync(agent, cancellationToken);
        await stop.CancelAsync();
        await feeding;
        return new LabelsReport(
            agent.Model.Bundle.Identity, labels, Environment.ProcessorCount, frame.TotalMilliseconds, Spread.Of(cold), Spread.Of(cached), Spread.Of(quiet), Spread.Of(busy), applies, memory);
    }

    private async Task<double> GrowthAsync(BenchAgent agent, CancellationToken cancellationToken)
    {
        var before = 0.0;
        for (var apply = -WarmUpApplies; apply < applies; apply++)
        {
            if (apply == 0)
            {
                before = WorkingSet();
            }

            if (apply % 20 == 0)
            {
                await progress.WriteLineAsync($"mlr bench labels: list {Math.Max(0, apply)} of {applies}");
            }

            await ApplyAsync(agent, Texts(labels / 10), cancellationToken);
        }

        return Math.Round((WorkingSet() - before) / BytesPerMegabyte, 1);
    }

    /// <returns>From the order to the first frame recognised under the list.</returns>
    private async Task<TimeSpan> ApplyAsync(BenchAgent agent, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var (begin, proposal) = (time.GetTimestamp(), Proposal(texts, agent.Updates.NextVersion));
        var outcome = await Task.Run(() => agent.Updates.Apply(proposal, person: null, reason: null), cancellationToken);
        if (outcome.Faults is [var fault, ..])
        {
            throw new InvalidOperationException($"The list was refused: {fault.Message}");
        }

        while (_gaps.FirstUnder(proposal.List.Version) is null)
        {
            if (time.GetElapsedTime(begin) > Patience)
            {
                throw new InvalidOperationException($"No frame was recognised under version {proposal.List.Version} within {Patience}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken);
        }

        return time.GetElapsedTime(begin, _gaps.FirstUnder(proposal.List.Version)!.Value);
    }

    /// <summary>Texts that nobody has embedded yet.</summary>
    private string[] Texts(int count) => [.. Enumerable.Range(0, count).Select(_ => string.Create(CultureInfo.InvariantCulture, $"red bottle of batch {++_text}"))];

    private static ProposedList Proposal(IReadOnlyList<string> texts, int version)
    {
        var list = new JsonObject
        {
            ["schema"] = 1,
            ["id"] = "bench",
            ["version"] = version,
            ["labels"] = new JsonArray([.. texts.Select((text, index) => new JsonObject { ["id"] = string.Create(CultureInfo.InvariantCulture, $"label-{index}"), ["text"] = text })]),
        };
        var json = System.Text.Encoding.UTF8.GetBytes(list.ToJsonString());
        return new ProposedList(LabelListReader.Parse(json, "bench"), json, json, Key: null, "/list");
    }

    /// <summary>Without what the collector keeps in hand: when it gives that back is its own affair.</summary>
    private static double WorkingSet()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
