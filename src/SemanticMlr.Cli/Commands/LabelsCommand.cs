using System.CommandLine;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels</c>: work on label lists and their signatures.</summary>
internal static class LabelsCommand
{
    public static Command Create() => new("labels", "Makes, tries, signs, compares and sends label lists.")
    {
        LabelsDiffCommand.Create(),
        LabelsEmbedCommand.Create(),
        LabelsGetCommand.Create(),
        LabelsKeygenCommand.Create(),
        LabelsPushCommand.Create(),
        LabelsRollbackCommand.Create(),
        LabelsSignCommand.Create(),
        LabelsTryCommand.Create(),
        LabelsVerifyCommand.Create(),
    };
}
