using System.Globalization;
using System.Text;
using System.Text.Json;
using SemanticMlr.Faults.PowerLoss;

namespace SemanticMlr.Soak;

/// <summary>Writes the figures as JSON and as Markdown.</summary>
internal static class ReliabilityReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task WriteAsync(ReliabilityResult result, string folder)
    {
        Directory.CreateDirectory(folder);
        var markdown = Path.Combine(folder, "reliability.md");
        await File.WriteAllTextAsync(Path.Combine(folder, "reliability.json"), JsonSerializer.Serialize(result, Json) + "\n");
        await File.WriteAllTextAsync(markdown, Markdown(result));
        await Console.Error.WriteLineAsync($"soak: {markdown}");
        Console.WriteLine(JsonSerializer.Serialize(
            new { result.Hours, result.Events, result.Lost, result.Duplicates, result.Kills, result.Outages, result.PowerLossPrefixes, slopeMBPerHour = result.Faults.SlopeMBPerHour, good = result.IsGood },
            JsonSerializerOptions.Web));
    }

    private static string Markdown(ReliabilityResult result)
    {
        var faults = result.Faults;
        var text = new StringBuilder();
        Line($"# Reliability");
        Line($"");
        Line($"`{result.Command}`, commit `{result.Commit}`, {faults.Hours} hours of faults, seed {faults.Seed}.");
        Line($"");
        Line($"Two agents with a simulated camera each, one of them with an RTSP camera, too, publish every frame to a mosquitto. A fault every 20 s hits both;");
        Line($"one of them is killed (SIGKILL) as often. *Taken on* is what the commit returned for, *delivered* what the subscriber has, or what the broker acknowledged.");
        Line($"");
        Line($"| figure | value |");
        Line($"|---|---|");
        Line($"| messages taken on | {faults.Counts.Stored} |");
        Line($"| lost | {faults.Counts.Lost} |");
        Line($"| given up at a bound, and said so | {faults.Counts.Dropped} |");
        Line($"| the subscriber has | {faults.Counts.Received} |");
        Line($"| the broker acknowledged | {faults.Counts.Acknowledged} |");
        Line($"| of these the subscriber never got (a broker that was killed or wiped lost them) | {faults.Counts.AcknowledgedOnly} |");
        Line($"| duplicates | {faults.Counts.Duplicates} |");
        Line($"| agents killed | {faults.Kills} |");
        Line($"| broker outages | {faults.Outages} |");
        Line($"| faults without recovery within 30 s | {faults.NotRecovered.Count} |");
        Line($"| agents that ended by themselves | {faults.UnaskedEnds} |");
        Line($"| working set of the agent that was never killed, MB an hour | {faults.SlopeMBPerHour?.ToString(CultureInfo.InvariantCulture) ?? "none"}{(faults.SlopeCounts ? "" : " (too short or too broken a run to judge)")} |");
        foreach (var (name, value) in ((string, Func<Faults.Processes.ProcessSample, double>)[])[("working set, MB", sample => sample.WorkingSetMB), ("threads", sample => sample.Threads), ("processes", sample => sample.Processes), ("handles", sample => sample.Handles)])
        {
            var values = faults.Samples.Select(value).ToArray();
            Line($"| its {name} after recoveries: median of the first and the last quarter, most | {Median(values.Take((values.Length + 3) / 4))}, {Median(values.TakeLast((values.Length + 3) / 4))}, {values.DefaultIfEmpty().Max()} |");
        }

        Line($"");
        Line($"## Loss of power");
        Line($"");
        Line($"The outbox's system calls were recorded (strace); at every call the folder is rebuilt with what was not flushed by then left out, the outbox is started");
        Line($"on it, and everything whose commit had returned must be there. Between two flushes the folder is the same, so one start stands for all calls there.");
        Line($"");
        Line($"| what was not flushed | moments | starts | messages taken on | lost | epochs taken again |");
        Line($"|---|---|---|---|---|---|");
        PowerLoss("is gone", result.PowerLoss);
        PowerLoss("is kept or gone by chance", result.PowerLossByChance);
        if (result.PowerLossSkipped is { } reason)
        {
            Line($"| {reason} | 0 | 0 | 0 | 0 | 0 |");
        }

        Line($"");
        Line($"## Faults");
        Line($"");
        Line($"| fault | times |");
        Line($"|---|---|");
        foreach (var (name, times) in faults.Faults)
        {
            Line($"| {name} | {times} |");
        }

        List("Lost", faults.Missing);
        List("Acknowledged, but lost by the broker", faults.AcknowledgedOnly);
        List("Without recovery", faults.NotRecovered);
        List("Lost with the power", [.. result.PowerLoss?.Faults ?? [], .. result.PowerLossByChance?.Faults ?? []]);
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        void PowerLoss(string name, PowerLossResult? loss)
        {
            if (loss is not null)
            {
                Line($"| {name} | {loss.Prefixes} | {loss.Starts} | {loss.Messages} | {loss.Lost} | {loss.RepeatedEpochs} |");
            }
        }

        void List(string title, IReadOnlyList<string> lines)
        {
            if (lines.Count > 0)
            {
                Line($"\n## {title}\n\n{string.Join('\n', lines.Select(line => $"- {line}"))}");
            }
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return ordered.Length == 0 ? 0 : ordered[ordered.Length / 2];
    }
}
