using System.CommandLine;
using SemanticMlr.Cli;
using SemanticMlr.Cli.Commands;

var root = new RootCommand("Trains, measures, calibrates and checks what the SemanticMlr.Edge agent runs.")
{
    TrainCommand.Create(),
};

var result = root.Parse(args);
return result.Errors.Count > 0 ? result.Invoke() is 0 ? ExitCodes.Done : ExitCodes.Usage : result.Invoke();
