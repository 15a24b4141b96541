using System.IO.Hashing;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Capture;

/// <summary>Looks for what a broken camera shows instead of pictures: the same one again and again, or black.</summary>
/// <remarks>
/// It lives as long as the camera, so that one that shows the same frozen picture after it was opened again does not look recovered
/// meanwhile. Looks at every sixteenth row only. Not thread-safe; allocates nothing.
/// </remarks>
internal sealed class PictureWatch(PictureOptions options, bool detectFrozen, bool detectBlack, TimeProvider time)
{
    private const int RowStep = 16;
    private const int LeastRows = 32;
    private const int ByteStep = 61; // prime, so that no channel and no pattern of columns is preferred
    private const double ShareOfBright = 0.02;

    // An encoder that starts, or sends a key frame, draws a still scene a little differently.
    private const int ChangesToRecover = 3;

    private Run _same;
    private Run _black;
    private ulong _hash;
    private int _changes;

    /// <summary>Begins another opening of the source; what was found stays found.</summary>
    public void Begin()
    {
        _same = Found(_same) ? _same : default;
        _black = Found(_black) ? _black : default;
    }

    /// <summary>Says why the picture is none, or null.</summary>
    public DropReason? Look(Frame frame)
    {
        var now = time.GetTimestamp();
        if (detectBlack)
        {
            _black = IsBlack(frame) ? _black.Longer(now) : default;
            if (Found(_black))
            {
                return DropReason.Black;
            }
        }

        if (detectFrozen)
        {
            var hash = HashOf(frame);
            var isSame = hash == _hash && _same.Frames > 0;
            _hash = hash;
            _changes = isSame ? 0 : _changes + 1;
            if (isSame || (Found(_same) && _changes < ChangesToRecover))
            {
                _same = _same.Longer(now);
            }
            else
            {
                _same = default(Run).Longer(now);
            }

            if (Found(_same))
            {
                return DropReason.Frozen;
            }
        }

        return null;
    }

    private bool Found(Run run) => run.Frames > options.Frames && time.GetElapsedTime(run.Since, run.Until) >= options.After;

    private static ulong HashOf(Frame frame)
    {
        var pixels = frame.Pixels;
        var stride = frame.Width * 3;
        var hash = (ulong)frame.Width;
        for (var row = 0; row < frame.Height; row += StepOf(frame))
        {
            hash = XxHash3.HashToUInt64(pixels.Slice(row * stride, stride), (long)hash);
        }

        return hash;
    }

    private bool IsBlack(Frame frame)
    {
        var pixels = frame.Pixels;
        var (stride, step) = (frame.Width * 3, StepOf(frame));
        var rows = (frame.Height + step - 1) / step;
        var allowed = (int)(ShareOfBright * rows * ((stride + ByteStep - 1) / ByteStep));
        for (var row = 0; row < frame.Height; row += step)
        {
            var line = pixels.Slice(row * stride, stride);
            for (var place = row % ByteStep % stride; place < stride; place += ByteStep)
            {
                if (line[place] > options.BlackLevel && --allowed < 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>All rows of small frames.</summary>
    private static int StepOf(Frame frame) => Math.Clamp(frame.Height / LeastRows, 1, RowStep);

    /// <summary>Frames of one kind one after another.</summary>
    private readonly record struct Run(int Frames, long Since, long Until)
    {
        public Run Longer(long now) => new(Frames + 1, Frames == 0 ? now : Since, now);
    }
}
