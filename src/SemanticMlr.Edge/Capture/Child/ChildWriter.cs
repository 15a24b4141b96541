using System.Globalization;
using System.Text;
using OpenCvSharp;

namespace SemanticMlr.Edge.Capture.Child;

/// <summary>Hands frames and news of a capture child to the agent.</summary>
internal sealed class ChildWriter(Stream output, FreeSlots slots, ChildRequest request) : IDisposable
{
    private readonly byte[] _message = new byte[ChildMessage.Length];
    private SharedFrames? _frames;
    private int _generation;

    /// <summary>Writes a frame into a free slot; without one it waits, or drops the frame when it must not wait.</summary>
    /// <param name="picture">The frame, CV_8UC3.</param>
    /// <param name="timestamp">When it was grabbed, on the machine's monotonic clock.</param>
    /// <param name="wait">Whether to wait for a free slot.</param>
    public void Frame(Mat picture, long timestamp, bool wait)
    {
        var slot = 0;
        if (wait)
        {
            slot = slots.Take();
        }
        else if (!slots.TryTake(out slot))
        {
            Send(new ChildMessage(ChildMessageKind.Busy, 0, 0, 0, 0, 1));
            return;
        }

        if (_frames is null || _frames.Width != picture.Cols || _frames.Height != picture.Rows)
        {
            _frames?.Dispose();
            _frames = null;
            _generation++;
            _frames = SharedFrames.Create(PathOf(request.SharedMemory, _generation), picture.Cols, picture.Rows);
        }

        _frames.Write(slot, picture);
        Send(new ChildMessage(ChildMessageKind.Frame, slot, picture.Cols, picture.Rows, _generation, timestamp));
    }

    public void Empty() => Send(new ChildMessage(ChildMessageKind.Empty, 0, 0, 0, 0, 1));

    public void Ended() => Send(new ChildMessage(ChildMessageKind.Ended, 0, 0, 0, 0, 0));

    public void Fault(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Send(new ChildMessage(ChildMessageKind.Fault, 0, 0, 0, 0, bytes.Length));
        output.Write(bytes);
        output.Flush();
    }

    public void Dispose() => _frames?.Dispose();

    /// <summary>The file that holds the frames of a size.</summary>
    public static string PathOf(string sharedMemory, int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{sharedMemory}.{generation}");

    private void Send(ChildMessage message)
    {
        message.Write(_message);
        output.Write(_message);
        output.Flush();
    }
}
