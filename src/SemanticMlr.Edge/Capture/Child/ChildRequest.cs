using System.Globalization;

namespace SemanticMlr.Edge.Capture.Child;

/// <summary>What a capture child is asked to do; travels as its arguments.</summary>
/// <param name="SharedMemory">The path of the file to share frames in; a number is appended for each size of a frame.</param>
/// <param name="IsDevice">Whether the source is a V4L2 device.</param>
/// <param name="Source">The video file or the device.</param>
/// <param name="Loop">Whether a file begins again at its end.</param>
/// <param name="Fast">Whether a file is played as fast as frames are taken.</param>
/// <param name="Rate">Frames a second; 0 for the file's own rate.</param>
/// <param name="Width">Columns asked of a device, or 0.</param>
/// <param name="Height">Rows asked of a device, or 0.</param>
internal sealed record ChildRequest(string SharedMemory, bool IsDevice, string Source, bool Loop, bool Fast, double Rate, int Width, int Height)
{
    /// <summary>The first argument of a capture child.</summary>
    public const string Verb = "capture-child";

    private const int Count = 9;

    public string[] ToArguments() =>
    [
        Verb, SharedMemory, IsDevice.ToString(), Source, Loop.ToString(), Fast.ToString(),
        Rate.ToString("R", CultureInfo.InvariantCulture),
        Width.ToString(CultureInfo.InvariantCulture),
        Height.ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>Reads what <see cref="ToArguments"/> wrote; null when it is something else.</summary>
    public static ChildRequest? Parse(IReadOnlyList<string> arguments) =>
        arguments.Count == Count
        && bool.TryParse(arguments[2], out var device)
        && bool.TryParse(arguments[4], out var loop)
        && bool.TryParse(arguments[5], out var fast)
        && double.TryParse(arguments[6], CultureInfo.InvariantCulture, out var rate)
        && int.TryParse(arguments[7], CultureInfo.InvariantCulture, out var width)
        && int.TryParse(arguments[8], CultureInfo.InvariantCulture, out var height)
            ? new ChildRequest(arguments[1], device, arguments[3], loop, fast, rate, width, height)
            : null;
}
