using System.Globalization;
using Google.Protobuf;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>An ONNX model of others, read and found fit to be edited: operator sets 11 to 20, weights in float32, everything in one piece.</summary>
/// <param name="Path">The file.</param>
/// <param name="Model">Its content, with external data taken in.</param>
/// <param name="OperatorSet">The version of the default operator set.</param>
internal sealed record OnnxModelFile(string Path, ModelProto Model, long OperatorSet)
{
    private const long OldestOperatorSet = 11;
    private const long NewestOperatorSet = 20;

    /// <summary>What a message of the format may have at most, in bytes.</summary>
    private const long MaxBytes = int.MaxValue - (1 << 20);

    private static readonly HashSet<string> QuantisedOperators = new(StringComparer.Ordinal)
    {
        "DynamicQuantizeLinear", "DynamicQuantizeMatMul", "DynamicQuantizeLSTM", "MatMulInteger", "MatMulIntegerToFloat", "ConvInteger", "QLinearConv",
        "QLinearMatMul", "QuantizeLinear", "DequantizeLinear", "MatMulNBits",
    };

    /// <summary>Inputs that a caller must feed, initialisers that older files also list left out.</summary>
    public IReadOnlyList<ValueInfoProto> Inputs
    {
        get
        {
            var constants = Model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
            return [.. Model.Graph.Input.Where(input => !constants.Contains(input.Name))];
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="BundleException">It is missing, damaged, or of a kind that is not edited; with the remedy.</exception>
    public static OnnxModelFile Read(string path)
    {
        var model = Parse(path);
        var version = model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version ?? 0;
        if (version is < OldestOperatorSet or > NewestOperatorSet)
        {
            throw new BundleException(
                path, $"uses operator set {version}; {OldestOperatorSet} to {NewestOperatorSet} can be edited: export it again with --opset 17 or convert it with onnx.version_converter");
        }

        TakeExternalData(path, model.Graph);
        RefuseOtherPrecision(path, model.Graph);
        return new OnnxModelFile(path, model, version);
    }

    private static ModelProto Parse(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxBytes)
            {
                throw new BundleException(path, $"has {length} bytes, a file of this format at most {MaxBytes}");
            }

            var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
            return model.Graph is { Node.Count: > 0 } && model.OpsetImport.Count > 0 ? model : throw new BundleException(path, "is no ONNX model: it has no nodes or no operator set");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new BundleException(path, $"is no ONNX file: {exception.Message.TrimEnd('.')}", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not BundleException)
        {
            throw new BundleException(path, $"cannot be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    /// <summary>Reads weights that lie in a file beside the model: a bundle's graph is one file.</summary>
    private static void TakeExternalData(string path, GraphProto graph)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        long total = 0;
        foreach (var tensor in graph.Initializer.Where(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External))
        {
            var entries = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in tensor.ExternalData)
            {
                entries[entry.Key] = entry.Value;
            }

            var location = entries.GetValueOrDefault("location") ?? "";
            var beside = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, location));
            if (location.Length == 0 || !beside.StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new BundleException(path, $"the weight \"{tensor.Name}\" lies in \"{location}\", outside the model's folder; copy the model with its data into one folder, or save it in one file");
            }

            var (offset, length) = (Number(entries, "offset", 0), Number(entries, "length", -1));
            tensor.RawData = UnsafeByteOperations.UnsafeWrap(ReadPart(path, tensor.Name, beside, offset, length));
            tensor.DataLocation = TensorProto.Types.DataLocation.Default;
            tensor.ExternalData.Clear();
            total += tensor.RawData.Length;
            if (total > MaxBytes)
            {
                throw new BundleException(path, $"has more than {MaxBytes} bytes of external data; one graph of a bundle is one file of less: take a smaller model");
            }
        }
    }

    private static byte[] ReadPart(string path, string tensor, string file, long offset, long length)
    {
        try
        {
            using var stream = File.OpenRead(file);
            length = length < 0 ? stream.Length - offset : length;
            if (offset < 0 || length < 0 || length > MaxBytes || offset + length > stream.Length)
            {
                throw new BundleException(file, $"ends before the weight \"{tensor}\" of {path}; copy it again");
            }

            stream.Position = offset;
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not BundleException)
        {
            throw new BundleException(path, $"its weights lie in {file}, which cannot be read: {exception.Message.TrimEnd('.')}; copy that file too", exception);
        }
    }

    private static long Number(Dictionary<string, string> entries, string key, long otherwise) =>
        entries.TryGetValue(key, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static void RefuseOtherPrecision(string path, GraphProto graph)
    {
        const string Remedy = "import the float32 export (vision_model.onnx or text_model.onnx without a suffix)";
        if (graph.Initializer.FirstOrDefault(tensor => tensor.DataType is (int)TensorProto.Types.DataType.Float16 or (int)TensorProto.Types.DataType.Bfloat16) is { } half)
        {
            throw new BundleException(path, $"the weight \"{half.Name}\" has 16 bits; {Remedy}");
        }

        if (graph.Node.FirstOrDefault(node => QuantisedOperators.Contains(node.OpType)) is { } quantised)
        {
            throw new BundleException(path, $"is quantised (node \"{quantised.Name}\" is a {quantised.OpType}); {Remedy}");
        }
    }
}
