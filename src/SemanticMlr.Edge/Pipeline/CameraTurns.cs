using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>The cameras in the order in which they give their frames: who gave one is last from then on, so that none starves, whatever the others do.</summary>
/// <remarks>Not thread-safe; batches that are filled in turn share it.</remarks>
internal sealed class CameraTurns(CameraSet cameras)
{
    private readonly Camera[] _order = [.. cameras.Cameras];

    /// <summary>How many cameras there are.</summary>
    public int Count => _order.Length;

    /// <summary>A camera by its place: the one that waits longest is first.</summary>
    public Camera this[int place] => _order[place];

    /// <summary>Moves a camera to the end; those behind it move up.</summary>
    public void MoveToEnd(int place)
    {
        var camera = _order[place];
        Array.Copy(_order, place + 1, _order, place, _order.Length - place - 1);
        _order[^1] = camera;
    }
}
