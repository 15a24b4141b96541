using System.CommandLine;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr simulate</c>: what simulated pictures are drawn by.</summary>
internal static class SimulateCommand
{
    public static Command Create() => new("simulate", "Measures the pictures that simulated scenes are modelled on.")
    {
        SimulateStatsCommand.Create(),
    };
}
