using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>The text side of a CLIP export: <c>input_ids</c> and perhaps <c>attention_mask</c> (int64 or int32) to an embedding a text.</summary>
internal sealed class TextModel : IDisposable
{
    private const string Ids = "input_ids";
    private const string Mask = "attention_mask";
    private const string Contract = "text_embeddings";
    private const string Prefix = "semanticmlr/";

    private static readonly string[] Embeddings = ["text_embeds", "text_features", Contract, "pooler_output", "sentence_embedding"];

    private readonly OnnxModelFile _file;
    private readonly OnnxRun _run;
    private readonly int _padding;

    private TextModel(OnnxModelFile file, string output, int length, int padding)
    {
        (_file, Output, Length, _padding) = (file, output, length, padding);
        _run = new OnnxRun(file.Path, file.Model);
    }

    /// <summary>The embedding.</summary>
    public string Output { get; }

    /// <summary>Ids of a row.</summary>
    public int Length { get; }

    /// <summary>Opens a model. Dispose it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Ids of a row where the model leaves them open.</param>
    /// <param name="padding">The id that fills a row up.</param>
    /// <exception cref="BundleException">The model cannot be imported.</exception>
    public static TextModel Open(string path, int length, int padding)
    {
        var file = OnnxModelFile.Read(path);
        if (file.Inputs.FirstOrDefault(input => input.Name is not (Ids or Mask)) is { } other)
        {
            throw new BundleException(path, $"has the input \"{other.Name}\" beside {Ids} and {Mask}; the text side alone was expected: export vision and text model apart");
        }

        var ids = file.Inputs.FirstOrDefault(input => input.Name == Ids) ?? throw new BundleException(path, $"has no input \"{Ids}\"");
        foreach (var input in file.Inputs)
        {
            var type = input.Type?.TensorType;
            if (type?.Shape?.Dim.Count != 2 || type.ElemType is not ((int)TensorProto.Types.DataType.Int64 or (int)TensorProto.Types.DataType.Int32))
            {
                throw new BundleException(path, $"the input \"{input.Name}\" is no int64 or int32 [N, L]");
            }

            if (type.Shape.Dim[0].DimValue > 0)
            {
                throw new BundleException(path, $"the input \"{input.Name}\" is fixed to {type.Shape.Dim[0].DimValue} texts; export it with a dynamic batch axis");
            }
        }

        var given = (int)ids.Type.TensorType.Shape.Dim[1].DimValue;
        return new TextModel(file, EmbeddingOf(file), given > 0 ? given : length, padding);
    }

    /// <summary>Runs the untouched model over one text.</summary>
    /// <exception cref="BundleException">The graph failed, or does not give one vector a text.</exception>
    public float[] Encode(IReadOnlyList<int> ids)
    {
        var (row, mask) = (new long[Length], new long[Length]);
        Array.Fill(row, _padding);
        for (var place = 0; place < Math.Min(ids.Count, Length); place++)
        {
            (row[place], mask[place]) = (ids[place], 1);
        }

        var values = _file.Inputs.ToDictionary(input => input.Name, input => Value(input, input.Name == Ids ? row : mask), StringComparer.Ordinal);
        try
        {
            var (shape, found) = _run.Run(values, Output)[0];
            return shape is [1, > 0] ? found : throw new BundleException(_file.Path, $"the output \"{Output}\" has the shape [{string.Join(", ", shape)}] for one text; [N, D] was expected");
        }
        finally
        {
            foreach (var value in values.Values)
            {
                value.Dispose();
            }
        }
    }

    /// <summary>The edited file: int64 in, <c>text_embeddings</c> out.</summary>
    public byte[] Write(int dimension)
    {
        var model = _file.Model.Clone();
        var graph = model.Graph;
        foreach (var input in graph.Input.Where(input => input.Name is Ids or Mask).ToArray())
        {
            var shape = ValueNames.Describe(input.Name, TensorProto.Types.DataType.Int64, "count", Length);
            if (input.Type.TensorType.ElemType == (int)TensorProto.Types.DataType.Int32)
            {
                var narrow = Prefix + input.Name;
                foreach (var node in graph.Node)
                {
                    ValueNames.Replace(node, input.Name, narrow);
                }

                var cast = new NodeProto { Name = narrow + "/node", OpType = "Cast", Input = { input.Name }, Output = { narrow } };
                cast.Attribute.Add(NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Int32));
                graph.Node.Insert(0, cast);
            }

            input.Type = shape.Type;
        }

        var output = Output;
        if (output == Contract)
        {
            output = Prefix + Contract;
            foreach (var node in graph.Node)
            {
                ValueNames.Replace(node, Contract, output);
            }
        }

        graph.Output.Clear();
        graph.Output.Add(ValueNames.Describe(Contract, TensorProto.Types.DataType.Float, "count", dimension));
        graph.Node.Add(new NodeProto { Name = Prefix + Contract + "/node", OpType = "Identity", Input = { output }, Output = { Contract } });
        model.ProducerName = "SemanticMlr.Training";
        return model.ToByteArray();
    }

    public void Dispose() => _run.Dispose();

    private static OrtValue Value(ValueInfoProto input, long[] row) => input.Type.TensorType.ElemType == (int)TensorProto.Types.DataType.Int64
        ? OrtValue.CreateTensorValueFromMemory(row, [1, row.Length])
        : OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(row, id => (int)id), [1, row.Length]);

    private static string EmbeddingOf(OnnxModelFile file)
    {
        var outputs = file.Model.Graph.Output;
        var flat = outputs.Where(output => output.Type?.TensorType?.Shape?.Dim.Count == 2).ToArray();
        return Embeddings.FirstOrDefault(name => outputs.Any(output => output.Name == name))
            ?? (flat is [var only] ? only.Name : null)
            ?? throw new BundleException(
                file.Path,
                $"gives {string.Join(", ", outputs.Select(output => output.Name))}, none of which is {string.Join(", ", Embeddings)} or the one output of two dimensions; export the model with its projection (CLIPTextModelWithProjection)");
    }
}
