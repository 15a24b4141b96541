namespace SemanticMlr.Edge.Capture.Child;

/// <summary>What a capture child tells the agent.</summary>
internal enum ChildMessageKind
{
    /// <summary>A frame lies in a slot.</summary>
    Frame = 1,

    /// <summary>Frames were dropped because they had no pixels.</summary>
    Empty,

    /// <summary>Frames were dropped because no slot was free.</summary>
    Busy,

    /// <summary>The file came to its end.</summary>
    Ended,

    /// <summary>The source was not opened or was lost; <see cref="ChildMessage.Value"/> bytes of UTF-8 follow and say why.</summary>
    Fault,
}
