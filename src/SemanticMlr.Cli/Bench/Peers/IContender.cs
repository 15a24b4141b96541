namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>A way from a decoded frame to its embeddings. Owns what it runs on.</summary>
internal interface IContender : IAsyncDisposable
{
    /// <summary>What tables call it.</summary>
    string Name { get; }

    /// <summary>Versions of what it runs on.</summary>
    string Version { get; }

    /// <summary>Goes over the frames for a while, at least three of them; one before them is not counted.</summary>
    Task<PeerTimes> RunAsync(TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>The global embedding of a frame: D values.</summary>
    Task<float[]> GlobalAsync(int frame, CancellationToken cancellationToken);

    /// <summary>The global embedding of a frame that the agent resized; null where the contender resizes by the same function anyway.</summary>
    Task<float[]?> GlobalOfSquareAsync(int frame, CancellationToken cancellationToken);
}
