using System.Globalization;
using System.Security.Cryptography;
using SemanticMlr.Bundles;
using SemanticMlr.Storage;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Features;

/// <summary>A fully convolutional encoder with another size of input than it was exported with: more patches for small things.</summary>
internal static class ResizedEncoder
{
    private const string Pixels = "pixels";

    /// <summary>The path of an encoder of that size: the file itself where it has it, else an edited copy.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="size">Side of the input, in pixels.</param>
    /// <param name="folder">Where the copy is kept.</param>
    /// <exception cref="BundleException">The file is no ONNX graph with an input <c>pixels</c>.</exception>
    public static string Of(string path, int size, string folder)
    {
        var bytes = File.ReadAllBytes(path);
        var resized = Resize(path, bytes, size);
        if (ReferenceEquals(resized, bytes))
        {
            return path;
        }

        Directory.CreateDirectory(folder);
        var copy = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}.{size}.onnx"));
        DurableFile.Write(copy, resized);
        return copy;
    }

    /// <summary>The file with that size; the very same bytes where it has it already.</summary>
    public static byte[] Resize(string path, byte[] bytes, int size)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException exception)
        {
            throw new BundleException(path, $"is no ONNX file: {exception.Message}", exception);
        }

        var pixels = model.Graph?.Input.FirstOrDefault(input => input.Name == Pixels)?.Type?.TensorType?.Shape?.Dim;
        if (pixels is not [_, var height, var width, _])
        {
            throw new BundleException(path, $"has no input \"{Pixels}\" of four dimensions [B, S, S, 3]");
        }

        if (height.DimValue == size && width.DimValue == size)
        {
            return bytes;
        }

        (height.DimValue, width.DimValue) = (size, size);
        return Google.Protobuf.MessageExtensions.ToByteArray(model);
    }
}
