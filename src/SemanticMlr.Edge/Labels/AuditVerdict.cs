namespace SemanticMlr.Edge.Labels;

/// <summary>What a look at the chain of an audit log gave.</summary>
/// <param name="Entries">Entries that are in order.</param>
/// <param name="Head">SHA-256 of the last of them: with it noted elsewhere, a log whose end was cut off is seen.</param>
/// <param name="Fault">The first fault, with its line; null where there is none.</param>
/// <param name="LastActivation">The activation that it names last; 0 where it names none.</param>
/// <param name="WholeBytes">Bytes up to the end of the last whole line.</param>
internal sealed record AuditVerdict(long Entries, string Head, string? Fault, long LastActivation, long WholeBytes);
