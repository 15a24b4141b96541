namespace SemanticMlr.Labels.Trust;

/// <summary>A payload whose signature was checked, or why it does not count.</summary>
/// <param name="Key">Id of the key that signed, as the signature names it; null where it names none.</param>
/// <param name="Payload">What was signed; empty where the signature does not hold.</param>
/// <param name="Code">A word for programs, as <c>unknown-key</c>; null where the signature holds.</param>
/// <param name="Fault">A sentence for people; null where the signature holds.</param>
public sealed record SignedPayload(string? Key, byte[] Payload, string? Code, string? Fault)
{
    /// <summary>The only algorithm that is read and written: ECDSA on P-256 with SHA-256 (RFC 7518 3.4).</summary>
    public const string Algorithm = "ES256";

    /// <summary>The type of a signed label list.</summary>
    public const string ListType = "semanticmlr-labels";

    /// <summary>The type of a signed order to go back to a kept list.</summary>
    public const string RollbackType = "semanticmlr-rollback";

    /// <summary>Whether the signature holds.</summary>
    public bool IsTrusted => Code is null;
}
