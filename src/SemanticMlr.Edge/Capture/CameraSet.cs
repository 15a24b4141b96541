using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Capture;

/// <summary>All cameras of the device.</summary>
/// <remarks>Owns the frames that wait; one loop at a time takes them.</remarks>
public sealed class CameraSet : IDisposable
{
    // One in the slot, one that is being filled, one in the batch that runs and one in the batch that is prepared meanwhile.
    private const int FramesPerCamera = 4;
    private const int LeastFrames = 16;

    private readonly Signal _frameArrived = new();
    private readonly Camera[] _cameras;

    /// <summary>Creates the cameras; none is opened yet.</summary>
    public CameraSet(IOptions<CaptureOptions> options, TimeProvider timeProvider, CaptureMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(options);
        var pool = new FramePool(Math.Max(LeastFrames, FramesPerCamera * options.Value.Cameras.Count));
        _cameras = [.. options.Value.Cameras.Select(camera => new Camera(camera, pool, timeProvider, metrics, _frameArrived))];
    }

    /// <summary>The cameras in the order of the configuration, those that are disabled included.</summary>
    public IReadOnlyList<Camera> Cameras => _cameras;

    /// <summary>Waits until some camera has a frame that was not taken yet.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] // awaited once a frame
    public async ValueTask WaitForFrameAsync(CancellationToken cancellationToken)
    {
        while (!AnyFrame())
        {
            await _frameArrived.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Frees the frames that nobody took.</summary>
    public void Dispose()
    {
        foreach (var camera in _cameras)
        {
            camera.Close();
        }
    }

    private bool AnyFrame()
    {
        foreach (var camera in _cameras)
        {
            if (camera.HasFrame)
            {
                return true;
            }
        }

        return false;
    }
}
