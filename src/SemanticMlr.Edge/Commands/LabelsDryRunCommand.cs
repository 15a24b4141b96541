using System.Text.Json;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Labels;

namespace SemanticMlr.Edge.Commands;

/// <summary><c>labels/dry-run</c>: tries a list on the frames that are kept in memory; nothing changes, and any version will do.</summary>
internal sealed class LabelsDryRunCommand(LabelDryRun dryRun, ProposalReader proposals, IOptions<LabelsOptions> options) : ICommand
{
    private const int MostImages = 8;

    public string Verb => "labels/dry-run";

    public CommandResult Execute(JsonElement request)
    {
        var reader = new RequestReader(request);
        reader.Allow("schema", "list", "jws", "frames", "images", "person", "reason");
        var most = options.Value.RecentFrames.Count;
        var frames = reader.OptionalInteger("frames", 1, Math.Max(1, most)) ?? most;
        var images = reader.OptionalInteger("images", 0, MostImages) ?? 0;
        _ = LabelRequest.Person(reader);
        _ = LabelRequest.Reason(reader);
        if (reader.Errors.Count > 0)
        {
            return CommandResult.Failed(reader.Errors);
        }

        var (list, faults) = LabelRequest.ReadList(request, proposals);
        if (list is null)
        {
            return LabelRequest.Failed(faults);
        }

        try
        {
            return LabelResults.Done(dryRun.Run(list, (int)frames, (int)images), CommandJson.Default.DryRunReport);
        }
        catch (LabelListException exception)
        {
            return LabelRequest.Failed(ProposalReader.Describe(exception, list.Path));
        }
    }
}
