using System.CommandLine;
using SemanticMlr.Edge.Doctor;

namespace SemanticMlr.Edge.Agent;

/// <summary><c>doctor</c>, of the agent and of <c>mlr</c>: what this machine lacks for an agent.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var config = new Option<FileInfo?>("--config") { Description = "The agent's configuration (JSON as config/edge.json); without it cameras and broker are not looked at.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command(
            "doctor", "Looks at what the agent needs - bundle, execution providers, disk, clock, cameras, broker - and names what is missing with the remedy; exit code 1 where there is a fault.")
        {
            config, json,
        };
        command.SetAction((result, cancellationToken) => DoctorRun.RunAsync(result.GetValue(config), result.GetValue(json), Console.Out, cancellationToken));
        return command;
    }
}
