namespace SemanticMlr.Edge.Commands.Results;

/// <summary>Where the audit log ends: noted elsewhere, it shows that nothing was cut off.</summary>
/// <param name="Entries">Entries.</param>
/// <param name="Head">SHA-256 of the last; 64 zeros where there is none.</param>
internal sealed record AuditResult(long Entries, string Head);
