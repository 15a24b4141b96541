namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>What a contender answers to <c>run MILLISECONDS</c>.</summary>
/// <param name="Total">Milliseconds of each frame, from the decoded frame to its embeddings.</param>
/// <param name="Session">Milliseconds of each frame inside the runtime's own call; null where they cannot be told apart.</param>
internal sealed record PeerTimes(IReadOnlyList<double> Total, IReadOnlyList<double>? Session);
