namespace SemanticMlr.Edge.Capture;

/// <summary>Why a frame was not handed on.</summary>
internal enum DropReason
{
    /// <summary>A newer frame came before anybody took it.</summary>
    Superseded,

    /// <summary>It could not be decoded.</summary>
    Corrupt,

    /// <summary>It had no pixels.</summary>
    Empty,

    /// <summary>A side was longer than a frame may have.</summary>
    Size,

    /// <summary>It came faster than the camera's rate limit.</summary>
    Rate,

    /// <summary>The agent was too busy to fetch it from the child process.</summary>
    Busy,

    /// <summary>It was the same picture as those before it, for too long.</summary>
    Frozen,

    /// <summary>It was black, as those before it.</summary>
    Black,

    /// <summary>Its time stamp jumped: it lay in the future, before the frame that came last, or so far back that the frame is useless.</summary>
    Time,
}
