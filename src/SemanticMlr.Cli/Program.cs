using System.CommandLine;
using SemanticMlr.Cli;
using SemanticMlr.Cli.Commands;

var root = new RootCommand("Trains, measures, calibrates and checks what the SemanticMlr.Edge agent runs.")
{
    TrainCommand.Create(),
    BundleCommand.Create(),
};

return Verbs.Run(root, args);
