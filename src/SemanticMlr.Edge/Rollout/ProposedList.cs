using SemanticMlr.Labels;

namespace SemanticMlr.Edge.Rollout;

/// <summary>A list that somebody sent and that is whole; its signature, where one is needed, holds.</summary>
/// <param name="List">The list.</param>
/// <param name="Content">The list as it came: JSON, or the signature around it.</param>
/// <param name="Json">The JSON of the list itself.</param>
/// <param name="Key">Id of the key that signed it, or null.</param>
/// <param name="Path">Where it stood in the request: <c>/list</c> or <c>/jws</c>.</param>
internal sealed record ProposedList(LabelList List, byte[] Content, byte[] Json, string? Key, string Path);
