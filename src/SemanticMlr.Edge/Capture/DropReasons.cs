namespace SemanticMlr.Edge.Capture;

/// <summary>Drop reasons by the names under which they are published.</summary>
internal static class DropReasons
{
    /// <summary>The names, by the value of the reason.</summary>
    public static readonly string[] Names = ["superseded", "corrupt", "empty", "size", "rate", "busy", "frozen", "black", "time"];

    /// <summary>Whether the frames of a source that gives only such ones are as good as none.</summary>
    public static bool IsLoss(DropReason reason) => reason is not (DropReason.Superseded or DropReason.Rate or DropReason.Busy);

    /// <summary>Whether the source works, but its pictures show nothing.</summary>
    public static bool IsOfPicture(DropReason? reason) => reason is DropReason.Frozen or DropReason.Black;

    /// <summary>What is wrong with a source that has given only such frames, or none, for a while.</summary>
    public static string Describe(DropReason? reason, TimeSpan silence, CameraAddress address) => reason switch
    {
        DropReason.Frozen => $"The picture is frozen: frame after frame is the same, from {address}.",
        DropReason.Black => $"The picture is black, from {address}.",
        DropReason.Empty => $"Only frames without pixels came for {silence.TotalSeconds:0.#} s from {address}.",
        DropReason.Size => $"Only frames with a side above {Imaging.FramePool.MaxSide} pixels came for {silence.TotalSeconds:0.#} s from {address}.",
        DropReason.Corrupt => $"Only frames that cannot be decoded came for {silence.TotalSeconds:0.#} s from {address}.",
        DropReason.Time => $"The time stamps of the frames jump; none was usable for {silence.TotalSeconds:0.#} s, from {address}.",
        _ => $"No frame came for {silence.TotalSeconds:0.#} s from {address}.",
    };

    /// <summary>The reasons that occurred, with their counts.</summary>
    public static Dictionary<string, long> Read(long[] counts)
    {
        var result = new Dictionary<string, long>();
        for (var index = 0; index < counts.Length; index++)
        {
            if (Interlocked.Read(ref counts[index]) is > 0 and var count)
            {
                result.Add(Names[index], count);
            }
        }

        return result;
    }
}
