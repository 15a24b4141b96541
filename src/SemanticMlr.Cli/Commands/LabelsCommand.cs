using System.CommandLine;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels</c>: what is done to label lists.</summary>
internal static class LabelsCommand
{
    public static Command Create() => new("labels", "Makes and tries label lists.")
    {
        LabelsEmbedCommand.Create(),
        LabelsTryCommand.Create(),
    };
}
