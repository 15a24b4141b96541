using System.Text.Json;
using SemanticMlr.Edge.Rollout;

namespace SemanticMlr.Edge.Commands;

/// <summary><c>labels/apply</c>: puts a list in force between two frames.</summary>
internal sealed class LabelsApplyCommand(LabelUpdates updates, ProposalReader proposals) : ICommand
{
    public string Verb => "labels/apply";

    public CommandResult Execute(JsonElement request)
    {
        var reader = new RequestReader(request);
        reader.Allow("schema", "list", "jws", "person", "reason");
        var (person, reason) = (LabelRequest.Person(reader), LabelRequest.Reason(reader));
        if (reader.Errors.Count > 0)
        {
            return CommandResult.Failed(reader.Errors);
        }

        var (list, faults) = LabelRequest.ReadList(request, proposals);
        if (list is null)
        {
            updates.Refuse("apply", proposal: null, person, faults[0]);
            return LabelRequest.Failed(faults);
        }

        return LabelResults.Of(updates.Apply(list, person, reason));
    }
}
