using System.Text.Json;
using SemanticMlr.Edge.Commands.Results;
using SemanticMlr.Edge.Rollout;

namespace SemanticMlr.Edge.Commands;

/// <summary><c>labels/get</c>: the list in force.</summary>
internal sealed class LabelsGetCommand(LabelUpdates updates, ProposalReader proposals) : ICommand
{
    public string Verb => "labels/get";

    public CommandResult Execute(JsonElement request)
    {
        var reader = new RequestReader(request);
        reader.Allow("schema");
        if (reader.Errors.Count > 0)
        {
            return CommandResult.Failed(reader.Errors);
        }

        var list = updates.InForce;
        var report = LabelReports.Of(list);
        using var json = JsonDocument.Parse(WithoutMark(list.Json));
        return LabelResults.Done(
            new LabelsResult(
                json.RootElement.Clone(),
                list.Activation,
                updates.NextVersion,
                list.Kept?.Key,
                list.Kept is not { IsDefault: false },
                proposals.WantsSignature,
                report.Labels,
                report.Change!),
            CommandJson.Default.LabelsResult);
    }

    /// <summary>A file may begin with a byte order mark, which is no JSON.</summary>
    private static ReadOnlyMemory<byte> WithoutMark(byte[] json) => json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsMemory(3) : json;
}
