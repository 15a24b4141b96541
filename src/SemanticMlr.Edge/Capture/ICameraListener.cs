namespace SemanticMlr.Edge.Capture;

/// <summary>Hears of each change of a camera's state, and once of the state at the start.</summary>
/// <remarks>Calls for one camera come one after another; a call must return at once and must not throw.</remarks>
public interface ICameraListener
{
    /// <summary>The camera is in another state than before.</summary>
    void StateChanged(Camera camera, CameraStatus status);
}
