namespace SemanticMlr.Edge.Capture;

/// <summary>Brings frames from one place for as long as it can.</summary>
internal interface IFrameSource
{
    /// <summary>Opens the source and hands its frames to the session; returns when the source came to its end.</summary>
    /// <exception cref="CaptureException">The source could not be opened or was lost.</exception>
    /// <exception cref="OperationCanceledException">The session was ended.</exception>
    Task RunAsync(CaptureSession session, CancellationToken cancellationToken);
}
