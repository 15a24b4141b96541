using System.Diagnostics;
using OpenCvSharp;

namespace SemanticMlr.Edge.Capture.Child;

/// <summary>Reads a video file or a V4L2 device with OpenCV, frame by frame.</summary>
/// <remarks>OpenCV scales the frames of a file to the size of its first one; each lap has a first one.</remarks>
internal sealed class VideoLoop(ChildRequest request, ChildWriter writer)
{
    private const double FallbackRate = 25;
    private const double HighestRate = 1000;
    private const int MostEmptyInARow = 100;

    private static readonly ManualResetEventSlim Never = new();

    /// <summary>Runs until a file has come to its end.</summary>
    /// <exception cref="CaptureException">The source cannot be opened or was lost.</exception>
    public void Run()
    {
        FramePacer? pacer = null;
        do
        {
            using var video = Open();
            pacer ??= new FramePacer(RateOf(video), TimeProvider.System);
            if (Play(video, pacer) == 0)
            {
                throw new CaptureException($"It was opened, but holds no frame that can be decoded: {request.Source}");
            }

            if (request.IsDevice)
            {
                throw new CaptureException($"The device gives no more frames: {request.Source}");
            }
        }
        while (request.Loop);
    }

    private VideoCapture Open()
    {
        var video = new VideoCapture(request.Source, request.IsDevice ? VideoCaptureAPIs.V4L2 : VideoCaptureAPIs.FFMPEG);
        if (!video.IsOpened())
        {
            video.Dispose();
            throw new CaptureException(request.IsDevice ? $"The device cannot be opened as a V4L2 camera: {request.Source}"
                : new FileInfo(request.Source).Length == 0 ? $"The file is empty: {request.Source}"
                : $"The file cannot be opened as a video: {request.Source}");
        }

        if (request.IsDevice)
        {
            Ask(video, VideoCaptureProperties.FrameWidth, request.Width);
            Ask(video, VideoCaptureProperties.FrameHeight, request.Height);
            Ask(video, VideoCaptureProperties.Fps, request.Rate);
        }

        return video;
    }

    /// <summary>Plays to the end; returns how many frames there were.</summary>
    private long Play(VideoCapture video, FramePacer pacer)
    {
        using var picture = new Mat();
        using var converted = new Mat();
        var frames = 0L;
        var emptyInARow = 0;
        while (video.Grab())
        {
            var timestamp = Stopwatch.GetTimestamp();
            if (!video.Retrieve(picture) || picture.Empty())
            {
                writer.Empty();
                if (++emptyInARow == MostEmptyInARow)
                {
                    throw new CaptureException($"{MostEmptyInARow} frames one after another had no pixels: {request.Source}");
                }

                continue;
            }

            var bgr = picture;
            if (picture.Type() != MatType.CV_8UC3)
            {
                bgr = BgrConversion.TryConvert(picture, converted)
                    ? converted
                    : throw new CaptureException($"The frames have the form {picture.Type()}; 8 or 16 bits and 1, 3 or 4 channels are read.");
            }

            frames++;
            emptyInARow = 0;
            if (!request.IsDevice && !request.Fast)
            {
                Never.Wait(pacer.NextDelay());
                timestamp = Stopwatch.GetTimestamp();
            }

            writer.Frame(bgr, timestamp, wait: request.Fast);
        }

        return frames;
    }

    private double RateOf(VideoCapture video)
    {
        var rate = request.Rate > 0 ? request.Rate : video.Fps;
        return double.IsFinite(rate) && rate > 0 && rate <= HighestRate ? rate : FallbackRate;
    }

    private static void Ask(VideoCapture video, VideoCaptureProperties property, double value)
    {
        if (value > 0)
        {
            video.Set(property, value);
        }
    }
}
