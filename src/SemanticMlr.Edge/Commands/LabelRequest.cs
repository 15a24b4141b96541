using System.Text;
using System.Text.Json;
using SemanticMlr.Edge.Rollout;

namespace SemanticMlr.Edge.Commands;

/// <summary>What requests about label lists have in common.</summary>
internal static class LabelRequest
{
    private const int LongestPerson = 128;
    private const int LongestReason = 500;

    /// <summary>Reads the list of a request, which is there as <c>list</c> or, signed, as <c>jws</c>.</summary>
    public static (ProposedList? List, IReadOnlyList<ListFault> Faults) ReadList(JsonElement request, ProposalReader proposals)
    {
        var (plain, signed) = (request.TryGetProperty("list", out var list), request.TryGetProperty("jws", out var jws));
        return (plain, signed) switch
        {
            (true, false) => proposals.ReadPlain(Encoding.UTF8.GetBytes(list.GetRawText())),
            (false, true) => proposals.ReadSigned(Encoding.UTF8.GetBytes(jws.GetRawText())),
            _ => (null, [new ListFault("missing-field", "/list", "Send the label list as \"list\" or, signed, as \"jws\": one of them.")]),
        };
    }

    /// <summary>Who says to do it.</summary>
    public static string? Person(RequestReader reader) => reader.OptionalText("person", LongestPerson);

    /// <summary>Why it is done.</summary>
    public static string? Reason(RequestReader reader) => reader.OptionalText("reason", LongestReason);

    /// <summary>Faults of a list as errors of an answer.</summary>
    public static CommandResult Failed(IEnumerable<ListFault> faults) =>
        CommandResult.Failed([.. faults.Select(fault => new CommandError(fault.Code, fault.Path, fault.Message))]);
}
