namespace SemanticMlr.Edge.Capture;

/// <summary>Hears of each change of a camera's state, and of the state as it is at the start, at the first fault and at intervals.</summary>
/// <remarks>Calls for one camera come one after another; a call must return at once and must not throw.</remarks>
public interface ICameraListener
{
    /// <summary>The camera is in that state, mostly another one than before.</summary>
    void StateChanged(Camera camera, CameraStatus status);
}
