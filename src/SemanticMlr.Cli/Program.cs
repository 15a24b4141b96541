using System.CommandLine;
using SemanticMlr.Cli;
using SemanticMlr.Cli.Commands;
using SemanticMlr.Edge.Capture.Child;

if (CaptureChild.IsRequested(args))
{
    return CaptureChild.Run(args);
}

var root = new RootCommand("Trains, measures, calibrates and checks what the SemanticMlr.Edge agent runs.")
{
    TrainCommand.Create(),
    CrossValidateCommand.Create(),
    BundleCommand.Create(),
    BenchCommand.Create(),
};

return Verbs.Run(root, args);
