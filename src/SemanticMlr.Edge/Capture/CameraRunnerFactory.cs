using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Capture;

/// <summary>Makes what runs a camera.</summary>
internal sealed class CameraRunnerFactory(IOptions<CaptureOptions> options, FrameSourceFactory sources, ILoggerFactory loggers, TimeProvider timeProvider)
{
    public CameraRunner Create(Camera camera) =>
        new(camera, options.Value, sources, loggers.CreateLogger<CameraRunner>(), timeProvider);
}
