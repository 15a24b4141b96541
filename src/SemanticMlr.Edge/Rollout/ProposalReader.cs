using System.Text.RegularExpressions;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Labels;
using SemanticMlr.Labels.Trust;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Reads lists that somebody sent: checks the signature where the device has a trusted key, then the list.</summary>
internal sealed partial class ProposalReader(LabelSource source, TrustedKeys keys)
{
    private const int MostFaults = 50;

    /// <summary>Whether lists and orders must be signed.</summary>
    public bool WantsSignature => !keys.IsEmpty;

    /// <summary>Reads an unsigned list.</summary>
    /// <returns>The list, or why it is refused.</returns>
    public (ProposedList? List, IReadOnlyList<ListFault> Faults) ReadPlain(byte[] json) =>
        WantsSignature
            ? (null, [new ListFault("signature-required", "/list", "This device takes signed lists only: send \"jws\" instead (mlr labels sign).")])
            : Parse(json, json, key: null, "/list");

    /// <summary>Reads a signed list.</summary>
    /// <inheritdoc cref="ReadPlain" path="/returns"/>
    public (ProposedList? List, IReadOnlyList<ListFault> Faults) ReadSigned(byte[] jws)
    {
        var (payload, fault) = Check(jws, SignedPayload.ListType);
        return fault is null ? Parse(jws, payload!.Payload, payload.Key, "/jws") : (null, [fault]);
    }

    /// <summary>Checks a signature.</summary>
    /// <returns>What was signed, or why it does not count.</returns>
    public (SignedPayload? Payload, ListFault? Fault) Check(byte[] jws, string type)
    {
        if (!WantsSignature)
        {
            return (null, new ListFault("no-trusted-key", "/jws", "This device has no trusted key (Labels:TrustedKeys), so nobody knows whose signature this is: send it unsigned."));
        }

        var payload = keys.Verify(jws, type);
        return payload.IsTrusted ? (payload, null) : (null, new ListFault(payload.Code!, "/jws", payload.Fault!));
    }

    /// <summary>Whether a kept list may be put in force again: its key is still trusted.</summary>
    public bool IsTrusted(KeptList kept) => !WantsSignature || kept.IsDefault || (kept.Key is { } key && keys.Contains(key));

    /// <summary>The faults of a list as faults of the request.</summary>
    public static IReadOnlyList<ListFault> Describe(LabelListException exception, string path)
    {
        var isExpired = exception.Faults.Any(fault => fault.StartsWith("expires: the list expired", StringComparison.Ordinal));
        var faults = exception.Faults.Take(MostFaults).Select(fault => Describe(fault, path, isExpired ? "expired" : "invalid-list"));
        return exception.Faults.Count > MostFaults
            ? [.. faults, new ListFault("invalid-list", path, $"{exception.Faults.Count - MostFaults} further faults are not listed.")]
            : [.. faults];
    }

    private static ListFault Describe(string fault, string path, string code)
    {
        var place = Place().Match(fault);
        var pointer = place.Success && path == "/list"
            ? path + "/" + place.Groups[1].Value.Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace('.', '/')
            : path;
        return new ListFault(code, pointer, $"{fault}.");
    }

    private (ProposedList? List, IReadOnlyList<ListFault> Faults) Parse(byte[] content, byte[] json, string? key, string path)
    {
        try
        {
            return (new ProposedList(LabelListReader.Parse(json, "list", source.Rules), content, json, key, path), []);
        }
        catch (LabelListException exception)
        {
            return (null, Describe(exception, path));
        }
    }

    [GeneratedRegex(@"^([A-Za-z]+(?:\[\d+\])?(?:\.[A-Za-z]+(?:\[\d+\])?)*): ")]
    private static partial Regex Place();
}
