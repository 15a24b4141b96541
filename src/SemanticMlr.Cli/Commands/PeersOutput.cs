using SemanticMlr.Cli.Bench.Peers;

namespace SemanticMlr.Cli.Commands;

/// <summary>The report of <c>mlr bench peers</c> as a table.</summary>
internal static class PeersOutput
{
    public static void Show(PeersReport report)
    {
        Console.Out.WriteLine(EncoderBenchArguments.Describe(report.Machine));
        PeerReport?[] all = [report.Agent, report.AgentInt8, .. report.Peers];
        Output.Table(
            $"{report.Model} at {report.Size} pixels, frames of {report.FrameWidth} x {report.FrameHeight}, {report.Rounds} rounds in turns; median (min .. max) over rounds",
            ["way", "ms a frame, p50", "rounds", "beyond the bare session, ms", "outside of the call, ms", "times the agent's", "agreement", "on the same pixels"],
            all.OfType<PeerReport>().Where(peer => peer.NotAvailable is null).Select(peer => new[]
            {
                peer.Name,
                FigureFormat.Number(peer.Frame?.P50, "0.00"),
                FigureFormat.Of(peer.Frame?.Rounds, "0.00"),
                FigureFormat.Of(peer.BeyondBareSession, "0.00"),
                FigureFormat.Of(peer.OutsideCall, "0.00"),
                FigureFormat.Of(peer.TimesTheAgent, "0.00"),
                FigureFormat.Number(peer.Agreement, "0.00000"),
                FigureFormat.Number(peer.AgreementOnSamePixels, "0.00000"),
            }).Prepend(["bare session", FigureFormat.Number(report.BareSession.P50, "0.00"), FigureFormat.Of(report.BareSession.Rounds, "0.00"), "", "", "", "", ""]));
        foreach (var peer in all.OfType<PeerReport>())
        {
            Console.Out.WriteLine(peer.NotAvailable is { } reason ? $"{peer.Name}: not available: {reason}" : $"{peer.Name}: {peer.Version}");
        }

        if (report.OverheadRatio is { } ratio)
        {
            Console.Out.WriteLine($"What the agent does beside the runtime's call takes {FigureFormat.Number(ratio, "0.00")} times as long as with the best peer.");
        }
    }
}
