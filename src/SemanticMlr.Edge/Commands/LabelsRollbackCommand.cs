using System.Text;
using System.Text.Json;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Labels.Trust;

namespace SemanticMlr.Edge.Commands;

/// <summary><c>labels/rollback</c>: puts a kept list in force again, as it is, under a new activation.</summary>
/// <remarks>With a trusted key the order itself is signed and names the activation that it takes back, so that nobody can send it twice.</remarks>
internal sealed class LabelsRollbackCommand(LabelUpdates updates, ProposalReader proposals, TimeProvider time) : ICommand
{
    public string Verb => "labels/rollback";

    public CommandResult Execute(JsonElement request)
    {
        var reader = new RequestReader(request);
        if (request.TryGetProperty("jws", out var jws))
        {
            reader.Allow("schema", "jws");
            return reader.Errors.Count > 0 ? CommandResult.Failed(reader.Errors) : ExecuteSigned(Encoding.UTF8.GetBytes(jws.GetRawText()));
        }

        return proposals.WantsSignature
            ? Refuse(new ListFault("signature-required", "", "This device takes signed orders only: send \"jws\" (mlr labels rollback --key)."))
            : Execute(reader, key: null);
    }

    private CommandResult ExecuteSigned(byte[] jws)
    {
        var (payload, fault) = proposals.Check(jws, SignedPayload.RollbackType);
        if (fault is not null)
        {
            return Refuse(fault);
        }

        try
        {
            RequestReader.CheckTexts(payload!.Payload);
            using var document = JsonDocument.Parse(payload.Payload);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("activation", out _)
                ? Execute(new RequestReader(document.RootElement), payload.Key)
                : Refuse(new ListFault("missing-field", "/jws", "The signed order must be an object that names the \"activation\" which it takes back."));
        }
        catch (JsonException exception)
        {
            return Refuse(new ListFault("invalid-json", "/jws", $"What was signed is no JSON: {exception.Message}"));
        }
    }

    private CommandResult Execute(RequestReader reader, string? key)
    {
        reader.Allow("schema", "version", "activation", "person", "reason");
        var version = reader.OptionalInteger("version", 1, int.MaxValue);
        var activation = reader.OptionalInteger("activation", 1, long.MaxValue);
        var (person, reason) = (LabelRequest.Person(reader), LabelRequest.Reason(reader));
        return reader.Errors.Count > 0
            ? CommandResult.Failed(reader.Errors)
            : LabelResults.Of(updates.Rollback((int?)version, activation, new ListChange(ListAction.Rollback, time.GetUtcNow(), person, key, reason)));
    }

    private CommandResult Refuse(ListFault fault)
    {
        updates.Refuse("rollback", proposal: null, person: null, fault);
        return LabelRequest.Failed([fault]);
    }
}
