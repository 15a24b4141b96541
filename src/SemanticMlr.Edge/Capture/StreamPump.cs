using System.Diagnostics;

namespace SemanticMlr.Edge.Capture;

/// <summary>Hands the images that a child process writes to its standard output to a session.</summary>
internal static class StreamPump
{
    /// <summary>Reads PPM and PGM images until the child ends.</summary>
    /// <param name="process">The child.</param>
    /// <param name="session">What gets the frames.</param>
    /// <param name="reasonOfEnd">Says why the child was ended, where that is known.</param>
    /// <exception cref="CaptureException">Always: a live source has no end.</exception>
    public static void ReadPixmaps(ExternalProcess process, CaptureSession session, Func<string?>? reasonOfEnd = null)
    {
        var images = new PixmapStream(process.Output);
        while (images.TryReadHeader(out var header))
        {
            var begun = Stopwatch.GetTimestamp();
            if (session.TryRent(header.Width, header.Height) is { } frame)
            {
                try
                {
                    images.ReadPixels(header, frame);
                }
                catch (EndOfStreamException)
                {
                    frame.Dispose();
                    session.Drop(DropReason.Corrupt);
                    break;
                }

                session.Deliver(frame, Stopwatch.GetElapsedTime(begun));
            }
        }

        throw process.End(reasonOfEnd?.Invoke());
    }

    /// <summary>Reads raw bgr24 frames of one size until the child ends.</summary>
    /// <exception cref="CaptureException">Always: a live source has no end.</exception>
    public static void ReadRaw(ExternalProcess process, CaptureSession session, int width, int height)
    {
        while (session.TryRent(width, height) is { } frame)
        {
            var first = process.Output.ReadAtLeast(frame.Pixels[..1], 1, throwOnEndOfStream: false);
            var begun = Stopwatch.GetTimestamp();
            var read = first == 0 ? 0 : 1 + process.Output.ReadAtLeast(frame.Pixels[1..], frame.Pixels.Length - 1, throwOnEndOfStream: false);
            if (read < frame.Pixels.Length)
            {
                frame.Dispose();
                if (read > 0)
                {
                    session.Drop(DropReason.Corrupt);
                }

                break;
            }

            session.Deliver(frame, Stopwatch.GetElapsedTime(begun));
        }

        throw process.End();
    }
}
