using System.Text.Json;
using SemanticMlr.Edge.Rollout;

namespace SemanticMlr.Edge.Commands;

/// <summary><c>labels/validate</c>: checks a list as <c>labels/apply</c> does; nothing changes.</summary>
internal sealed class LabelsValidateCommand(LabelUpdates updates, ProposalReader proposals) : ICommand
{
    public string Verb => "labels/validate";

    public CommandResult Execute(JsonElement request)
    {
        var reader = new RequestReader(request);
        reader.Allow("schema", "list", "jws", "person", "reason");
        _ = LabelRequest.Person(reader);
        _ = LabelRequest.Reason(reader);
        if (reader.Errors.Count > 0)
        {
            return CommandResult.Failed(reader.Errors);
        }

        var (list, faults) = LabelRequest.ReadList(request, proposals);
        return list is null ? LabelRequest.Failed(faults) : LabelResults.Of(updates.Validate(list));
    }
}
