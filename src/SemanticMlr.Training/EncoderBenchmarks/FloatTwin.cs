using Google.Protobuf;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>The same encoder for runtimes that take no bytes: <c>planes</c> float32 [1, 3, S, S] with values 0 to 255 instead of <c>pixels</c> uint8 [B, S, S, 3], one picture at a time.</summary>
public static class FloatTwin
{
    private const string Planes = "planes";

    /// <summary>Writes the twin.</summary>
    /// <param name="path">The encoder.</param>
    /// <param name="twin">The file to write.</param>
    /// <exception cref="BundleException">What the encoder does to its pixels is no scale and shift by colour.</exception>
    public static void Write(string path, string twin)
    {
        var graph = EncoderGraph.Parse(path, File.ReadAllBytes(path));
        var chain = PixelChain.Read(graph);
        if (chain is null || !IsByColour(chain.Factors))
        {
            throw new BundleException(path, "does more to its pixels than to scale and shift each colour, so it has no twin that takes numbers");
        }

        var removed = chain.Nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        NodeProto[] nodes = [.. graph.Nodes.Where(node => !removed.Contains(node.Name)).Select(node => node.Clone())];
        nodes.Single(node => node.Name == chain.Convolution.Name).Input[0] = "planes_shifted";
        float[] factors = [.. chain.Factors.Select((row, plane) => (float)row[plane])];
        float[] shifts = [.. chain.Offsets(0).Select(shift => (float)shift)];
        var model = GraphEdits.With(graph.Model, [Scaled("Mul", Planes, "planes_scaled"), Scaled("Add", "planes_scaled", "planes_shifted"), .. nodes], graph.Model.Graph.Initializer);
        model.Graph.Initializer.Add(TensorData.Of("planes_scaled:by", factors, 1, factors.Length, 1, 1));
        model.Graph.Initializer.Add(TensorData.Of("planes_shifted:by", shifts, 1, shifts.Length, 1, 1));
        model.Graph.Input.Clear();
        model.Graph.Input.Add(Described(Planes, 1, 3, graph.Size, graph.Size));
        var outputs = model.Graph.Output.Select(output => output.Clone()).ToArray();
        model.Graph.Output.Clear();
        foreach (var output in outputs)
        {
            output.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = 1 };
            model.Graph.Output.Add(output);
        }

        GraphEdits.DropUnread(model.Graph);
        using var file = File.Create(twin);
        model.WriteTo(file);
    }

    private static bool IsByColour(double[][] factors) =>
        factors.Length == 3 && factors.Index().All(row => row.Item.Index().All(entry => entry.Index == row.Index || Math.Abs(entry.Item) < 1e-12));

    private static NodeProto Scaled(string operation, string input, string output) =>
        new() { Name = output, OpType = operation, Input = { input, $"{output}:by" }, Output = { output } };

    private static ValueInfoProto Described(string name, params ReadOnlySpan<long> sides)
    {
        var shape = new TensorShapeProto();
        foreach (var side in sides)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = side });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape } } };
    }
}
