using System.Diagnostics;
using OpenCvSharp;

namespace SemanticMlr.Edge.Capture.Child;

/// <summary>The part of the agent that runs as a process of its own for each video file or V4L2 device, because OpenCV can hang in an open or a read and then holds a lock of its whole process.</summary>
/// <remarks>
/// It writes messages to its standard output, frames to shared memory, and reads the numbers of freed slots from its standard
/// input. When that ends, the agent is gone, and the child kills itself.
/// </remarks>
public static class CaptureChild
{
    private const int UsageFault = 2;

    /// <summary>Whether the arguments ask for a capture child.</summary>
    public static bool IsRequested(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args is [ChildRequest.Verb, ..];
    }

    /// <summary>Runs the child until its source ends; returns its exit code.</summary>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (ChildRequest.Parse(args) is not { } request)
        {
            Console.Error.WriteLine($"'{ChildRequest.Verb}' is what the agent starts for its cameras; it is not for people.");
            return UsageFault;
        }

        var slots = new FreeSlots();
        new Thread(() => ReadFreedSlots(slots), maxStackSize: 256 * 1024) { IsBackground = true, Name = "freed slots" }.Start();

        using var output = Console.OpenStandardOutput();
        using var writer = new ChildWriter(output, slots, request);
        try
        {
            Cv2.SetNumThreads(1);
            new VideoLoop(request, writer).Run();
            writer.Ended();
            return 0;
        }
        catch (Exception exception) when (exception is CaptureException or OpenCVException or IOException or UnauthorizedAccessException)
        {
            writer.Fault(exception.Message);
            return 1;
        }
    }

    private static void ReadFreedSlots(FreeSlots slots)
    {
        using var input = Console.OpenStandardInput();
        for (var slot = input.ReadByte(); slot >= 0; slot = input.ReadByte())
        {
            slots.Free(slot);
        }

        // The main thread may hang inside OpenCV; only a kill ends that.
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
