using System.Text.Json;

namespace SemanticMlr.Edge.Commands;

/// <summary>Carries out one verb.</summary>
public interface ICommand
{
    /// <summary>The verb, as <c>review/answer</c>.</summary>
    string Verb { get; }

    /// <summary>Carries out one request. Requests come one after another.</summary>
    /// <param name="request">The request: an object with a known <c>schema</c>.</param>
    CommandResult Execute(JsonElement request);
}
