using System.Buffers.Binary;
using Google.Protobuf;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using static SemanticMlr.Training.Onnx.Messages.TensorProto.Types;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Reads the constants of a graph and makes those of other types than <see cref="TensorData"/>.</summary>
internal static class TensorNumbers
{
    /// <summary>The numbers of a float32 tensor.</summary>
    public static float[] Floats(TensorProto tensor)
    {
        if (tensor.RawData.IsEmpty)
        {
            return [.. tensor.FloatData];
        }

        var values = new float[tensor.RawData.Length / sizeof(float)];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = BinaryPrimitives.ReadSingleLittleEndian(tensor.RawData.Span[(index * sizeof(float))..]);
        }

        return values;
    }

    /// <summary>int8 of a shape.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<sbyte> values, IEnumerable<long> shape) =>
        Create(name, DataType.Int8, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray(), shape);

    /// <summary>A single zero-point, or that of all channels.</summary>
    public static TensorProto ZeroPoint(string name, int value, bool isSigned, int? channels = null)
    {
        var bytes = new byte[channels ?? 1];
        Array.Fill(bytes, unchecked((byte)value));
        return Create(name, isSigned ? DataType.Int8 : DataType.Uint8, bytes, channels is null ? [] : [channels.Value]);
    }

    /// <summary>int32 in a row.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<int> values)
    {
        var bytes = new byte[values.Length * sizeof(int)];
        for (var index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(index * sizeof(int)), values[index]);
        }

        return Create(name, DataType.Int32, bytes, [values.Length]);
    }

    /// <summary>float16 of a shape.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<Half> values, IEnumerable<long> shape)
    {
        var bytes = new byte[values.Length * 2];
        for (var index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(index * 2), values[index]);
        }

        return Create(name, DataType.Float16, bytes, shape);
    }

    private static TensorProto Create(string name, DataType type, byte[] bytes, IEnumerable<long> shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        tensor.Dims.AddRange(shape);
        return tensor;
    }
}
