using System.Buffers.Binary;
using Google.Protobuf;
using SemanticMlr.Training.Onnx.Messages;
using TorchSharp;

namespace SemanticMlr.Training.Onnx;

/// <summary>Constants of a graph as ONNX tensors, little-endian as the format wants them.</summary>
internal static class TensorData
{
    /// <summary>Floating-point numbers of a shape.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return Create(name, TensorProto.Types.DataType.Float, bytes, shape);
    }

    /// <summary>Whole numbers of a shape.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        return Create(name, TensorProto.Types.DataType.Int64, bytes, shape);
    }

    /// <summary>The values of a trained tensor, in its own shape.</summary>
    public static TensorProto Of(string name, torch.Tensor tensor) => Of(name, Values(tensor), tensor.shape);

    /// <summary>The values of a trained tensor, row by row, in single precision.</summary>
    public static float[] Values(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().to_type(torch.ScalarType.Float32).contiguous().data<float>().ToArray();
    }

    private static TensorProto Create(string name, TensorProto.Types.DataType type, byte[] bytes, ReadOnlySpan<long> shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        tensor.Dims.AddRange(shape.ToArray());
        return tensor;
    }
}
