using System.Buffers.Binary;

namespace SemanticMlr.Edge.Capture.Child;

/// <summary>One message of a capture child, of fixed length.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Slot">The slot of a frame.</param>
/// <param name="Width">Columns of a frame.</param>
/// <param name="Height">Rows of a frame.</param>
/// <param name="Generation">Which of the shared files the slot lies in; a new one for each size.</param>
/// <param name="Value">When a frame was grabbed, on the machine's monotonic clock; else a count.</param>
internal readonly record struct ChildMessage(ChildMessageKind Kind, int Slot, int Width, int Height, int Generation, long Value)
{
    /// <summary>The length of a message in bytes.</summary>
    public const int Length = 32;

    private const int Mark = 0x4D4C5243;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], (int)Kind);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], Slot);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], Width);
        BinaryPrimitives.WriteInt32LittleEndian(destination[16..], Height);
        BinaryPrimitives.WriteInt32LittleEndian(destination[20..], Generation);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], Value);
    }

    /// <exception cref="CaptureException">The bytes are no message.</exception>
    public static ChildMessage Read(ReadOnlySpan<byte> source) =>
        BinaryPrimitives.ReadInt32LittleEndian(source) == Mark
            ? new(
                (ChildMessageKind)BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
                BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
                BinaryPrimitives.ReadInt32LittleEndian(source[16..]),
                BinaryPrimitives.ReadInt32LittleEndian(source[20..]),
                BinaryPrimitives.ReadInt64LittleEndian(source[24..]))
            : throw new CaptureException("The capture child wrote something that is no message; is the executable the agent's own?");
}
