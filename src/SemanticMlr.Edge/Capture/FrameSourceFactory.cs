using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Capture;

/// <summary>Finds the source that an address names.</summary>
internal class FrameSourceFactory(IOptions<CaptureOptions> options, ILoggerFactory loggers, TimeProvider timeProvider)
{
    private readonly CaptureOptions _options = options.Value;

    /// <summary>The address of a camera as its options or its file say now.</summary>
    /// <exception cref="CaptureException">The file cannot be read or holds no address.</exception>
    public static async Task<CameraAddress> ReadAddressAsync(CameraOptions camera, CancellationToken cancellationToken)
    {
        var text = camera.Source;
        if (camera.SourceFile.Length > 0)
        {
            var path = PathOf(camera.SourceFile);
            try
            {
                text = (await File.ReadAllLinesAsync(path, cancellationToken)).FirstOrDefault() ?? "";
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new CaptureException($"The file with the camera's address cannot be read: {exception.Message}", exception);
            }
        }

        return CameraAddress.TryParse(text, out var address, out var fault) ? address : throw new CaptureException($"Bad address: {fault}");
    }

    /// <summary>What takes the frames of one opening; the rate limits live sources only, stored ones are played at it.</summary>
    public CaptureSession CreateSession(Camera camera, CameraAddress address)
    {
        var hasFixedSize = address.Kind is CameraAddressKind.Device or CameraAddressKind.Rtsp;
        var rules = new FrameRules
        {
            RateLimit = address.IsLive ? camera.Options.Rate : 0,
            OldestAge = CameraLimits.Of(camera.Options, _options, address).OldestAge,
            FixedSize = hasFixedSize,
            Width = hasFixedSize ? camera.Options.Width : 0,
            Height = hasFixedSize ? camera.Options.Height : 0,
            Pictures = camera.PicturesOf(address.IsLive, _options.Pictures),
        };
        return new CaptureSession(camera, rules, timeProvider);
    }

    /// <summary>The source; it is not opened yet, but looking at its path may block for as long as the file system wants.</summary>
    public virtual IFrameSource Create(CameraOptions camera, CameraAddress address) => address.Kind switch
    {
        CameraAddressKind.Simulation => new SimulationSource(
            address.Simulation!, camera.Rate > 0 ? camera.Rate : address.Rate, camera.Pace, timeProvider),
        CameraAddressKind.Folder => Folder(camera, address),
        CameraAddressKind.Path when Directory.Exists(address.Target) => Folder(camera, address),
        CameraAddressKind.Rtsp => new RtspSource(address, _options.Ffmpeg, camera.ReadTimeout ?? _options.ReadTimeout),
        CameraAddressKind.Pipe => new PipeSource(address, camera),
        _ => new VideoSource(address, camera, _options),
    };

    private FolderSource Folder(CameraOptions camera, CameraAddress address) =>
        new(address.Target, camera, loggers.CreateLogger<FolderSource>(), timeProvider);

    private static string PathOf(string file) =>
        Path.IsPathRooted(file) ? file : Path.Combine(Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") ?? "", file);
}
