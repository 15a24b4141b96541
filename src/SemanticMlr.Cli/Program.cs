using System.CommandLine;
using SemanticMlr.Cli;
using SemanticMlr.Cli.Bench;
using SemanticMlr.Cli.Commands;
using SemanticMlr.Edge.Agent;
using SemanticMlr.Edge.Capture.Child;

if (CaptureChild.IsRequested(args))
{
    return CaptureChild.Run(args);
}

var root = new RootCommand("Trains, measures, calibrates and checks what the SemanticMlr.Edge agent runs.")
{
    AblateCommand.Create(),
    AuditCommand.Create(),
    BenchCommand.Create(),
    BundleCommand.Create(),
    CalibrateCommand.Create(),
    CrossValidateCommand.Create(),
    DataCommand.Create(),
    DoctorCommand.Create(),
    EvalCommand.Create(),
    ExplainCommand.Create(),
    HeadCommand.Create(),
    ImportClipCommand.Create(),
    LabelsCommand.Create(),
    QuantizeCommand.Create(),
    SimulateCommand.Create(),
    TokenizeCommand.Create(),
    TrainCommand.Create(),
};

return Verbs.Run(root, BenchSpelling.Resolve(args));
