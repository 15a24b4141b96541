namespace SemanticMlr.Cli.Bench;

/// <summary>Where the frames of many cameras come from.</summary>
internal enum CameraSourceKind
{
    /// <summary>Simulated boards, of which each is drawn once and shown many times.</summary>
    Sim,

    /// <summary>Network cameras.</summary>
    Rtsp,

    /// <summary>Frames that lie decoded in memory.</summary>
    Memory,
}
