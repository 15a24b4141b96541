using System.Text.Json.Serialization;

namespace SemanticMlr.Edge.Labels;

/// <summary>One line of the audit log: what somebody did or tried.</summary>
internal sealed record AuditEntry
{
    /// <summary>1.</summary>
    [JsonRequired]
    public int Schema { get; init; } = 1;

    /// <summary>Number of the entry, from 1, without a gap.</summary>
    [JsonRequired]
    public long Seq { get; init; }

    /// <summary>When, UTC, by the device's clock.</summary>
    [JsonRequired]
    public DateTimeOffset Time { get; init; }

    /// <summary>What: <c>apply</c>, <c>rollback</c>, <c>canary</c>, <c>expired</c>, <c>recovered</c>, or <c>start</c> for a list that could not be used at the start.</summary>
    [JsonRequired]
    public string Action { get; init; } = "";

    /// <summary>What came of it: <c>done</c>, or the code of the refusal.</summary>
    [JsonRequired]
    public string Result { get; init; } = "";

    /// <summary>Id of the key that signed the order, or null.</summary>
    public string? Key { get; init; }

    /// <summary>Who says to have done it: a claim; or null.</summary>
    public string? Person { get; init; }

    /// <summary>Id of the list, or null where none could be read.</summary>
    public string? List { get; init; }

    /// <summary>Version of the list, or null.</summary>
    public int? Version { get; init; }

    /// <summary>The number of the activation, or null where nothing was put in force.</summary>
    public long? Activation { get; init; }

    /// <summary>SHA-256 of the list as it came, or null.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What changed, or why not, in a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>SHA-256 of the line before without its end of line, 64 zeros for the first.</summary>
    [JsonRequired]
    public string Previous { get; init; } = "";
}
