using System.CommandLine;
using SemanticMlr.Edge.Agent.Demo;

namespace SemanticMlr.Edge.Agent;

/// <summary>The command line of the agent.</summary>
internal static class AgentCommand
{
    public static async Task<int> InvokeAsync(string[] args)
    {
        var config = new Option<FileInfo?>("--config")
        {
            Description = "Run this configuration (JSON as config/edge.json). Without it the demo runs.",
            HelpName = "FILE",
        };
        var demo = new Option<string>("--demo")
        {
            Description = "Which demo runs where no configuration is named: line (simulated packaging line) or pcb (simulated circuit boards).",
            DefaultValueFactory = _ => DemoConfiguration.Line,
        };
        demo.AcceptOnlyFromAmong(DemoConfiguration.Line, DemoConfiguration.Pcb);
        var seconds = new Option<double?>("--seconds")
        {
            Description = "End by itself after this many seconds; the last line of stdout is then a summary in JSON.",
            HelpName = "N",
        };
        seconds.Validators.Add(result =>
        {
            if (result.GetValue(seconds) is <= 0 or > 31_536_000)
            {
                result.AddError("--seconds must be above 0 and at most 31536000 (a year).");
            }
        });
        var root = new RootCommand("Recognises every label that holds in what the cameras see, and tells the plant over MQTT.") { config, demo, seconds };
        root.SetAction((result, cancellationToken) => AgentRun.RunAsync(
            result.GetValue(config),
            result.GetValue(demo)!,
            result.GetValue(seconds) is { } limit ? TimeSpan.FromSeconds(limit) : null,
            cancellationToken));
        root.Subcommands.Add(DoctorCommand.Create());
        var parsed = root.Parse(args);
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }
}
