using System.CommandLine;
using SemanticMlr.Labels;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels diff OLD NEW</c>: what a list changes of another.</summary>
internal static class LabelsDiffCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("old") { Description = "The earlier list, plain or signed." };
        var after = new Argument<string>("new") { Description = "The later list, plain or signed." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("diff", "Shows which labels a list adds, removes and changes; exit code 1 where there are any.") { before, after, json };
        command.SetAction(result =>
        {
            var (old, later) = (LabelFile.Read(result.GetRequiredValue(before)).List, LabelFile.Read(result.GetRequiredValue(after)).List);
            var difference = LabelListDifference.Of(old, later);
            if (result.GetValue(json))
            {
                Output.Json(difference, CliJson.Default.LabelListDifference);
            }
            else if (!difference.IsEmpty)
            {
                Show(old, later, difference);
            }

            return difference.IsEmpty ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static void Show(LabelList old, LabelList later, LabelListDifference difference)
    {
        var texts = old.Labels.Concat(later.Labels).GroupBy(label => label.Id).ToDictionary(group => group.Key, group => group.Last().Text);
        var rows = difference.Added.Select(id => new[] { "added", id, texts[id] })
            .Concat(difference.Removed.Select(id => new[] { "removed", id, texts[id] }))
            .Concat(difference.Changed.Select(change => new[] { string.Join(", ", change.Fields), change.Id, texts[change.Id] }))
            .Concat(difference.PromptChanged ? [["prompt", "", later.Prompt ?? "(the bundle's)"]] : []);
        Output.Table($"{old.Id} version {old.Version} -> {later.Id} version {later.Version}", ["change", "label", "text"], rows);
    }
}
