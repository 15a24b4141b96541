namespace SemanticMlr.Faults.Proxies;

/// <summary>What happens to the bytes between a client and its server.</summary>
internal enum ProxyMode
{
    /// <summary>They pass.</summary>
    Pass,

    /// <summary>Connections are closed, and new ones as soon as they come.</summary>
    Cut,

    /// <summary>Connections are accepted and stay open; what is sent is swallowed.</summary>
    BlackHole,

    /// <summary>The server's side is gone; the client's stays open, and nobody reads from it.</summary>
    HalfOpen,

    /// <summary>16 KiB a second pass each way.</summary>
    Slow,

    /// <summary>Each byte travels alone, 4 KiB a second each way.</summary>
    Trickle,

    /// <summary>Half of the next bytes pass, then both sides get a reset.</summary>
    Reset,

    /// <summary>The client gets nonsense instead of the server's answers, the server nothing.</summary>
    Garbage,
}
