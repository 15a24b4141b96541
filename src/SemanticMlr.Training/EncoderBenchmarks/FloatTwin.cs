using Google.Protobuf;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>The same encoder for runtimes that take no bytes: <c>planes</c> float32 [1, 3, S, S] with values 0 to 255 instead of <c>pixels</c> uint8 [B, S, S, 3], one picture at a time.</summary>
public static class FloatTwin
{
    private const int Colours = 3;
    private const string Planes = "planes";
    private const string Mixed = "planes_mixed";
    private const string Factors = "planes_mixed:factors";
    private const string Shifts = "planes_mixed:shifts";

    /// <summary>Writes the twin.</summary>
    /// <param name="path">The encoder.</param>
    /// <param name="twin">The file to write.</param>
    /// <exception cref="BundleException">What the encoder does to its pixels is no sum of their colours.</exception>
    public static void Write(string path, string twin)
    {
        var graph = EncoderGraph.Parse(path, File.ReadAllBytes(path));
        var chain = PixelChain.Read(graph);
        if (chain is null)
        {
            throw new BundleException(path, "does more to its pixels than to scale, shift and mix colours, so it has no twin that takes numbers");
        }

        var removed = chain.Nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        NodeProto[] nodes = [.. graph.Nodes.Where(node => !removed.Contains(node.Name)).Select(node => node.Clone())];
        nodes.Single(node => node.Name == chain.Convolution.Name).Input[0] = Mixed;
        float[] factors = [.. chain.Factors.SelectMany(row => row.Select(factor => (float)factor))];
        float[] shifts = [.. chain.Offsets(0).Select(shift => (float)shift)];
        var model = GraphEdits.With(graph.Model, [Mixing(), .. nodes], graph.Model.Graph.Initializer);
        model.Graph.Initializer.Add(TensorData.Of(Factors, factors, shifts.Length, Colours, 1, 1));
        model.Graph.Initializer.Add(TensorData.Of(Shifts, shifts, shifts.Length));
        foreach (var attribute in model.Graph.Node.SelectMany(node => node.Attribute))
        {
            WriteZeros(attribute);
        }

        model.Graph.Input.Clear();
        model.Graph.Input.Add(Described(Planes, 1, Colours, graph.Size, graph.Size));
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

    /// <summary>What the encoder does to its pixels, as one convolution of single pixels.</summary>
    private static NodeProto Mixing() => new()
    {
        Name = Mixed,
        OpType = "Conv",
        Input = { Planes, Factors, Shifts },
        Output = { Mixed },
        Attribute = { NodeAttribute.Integers("kernel_shape", 1, 1) },
    };

    /// <summary>OpenCV takes a number that is left out because it is zero for a fault.</summary>
    private static void WriteZeros(AttributeProto attribute)
    {
        switch (attribute.Type)
        {
            case AttributeProto.Types.AttributeType.Int:
                var integer = attribute.I;
                attribute.I = integer;
                break;
            case AttributeProto.Types.AttributeType.Float:
                var number = attribute.F;
                attribute.F = number;
                break;
        }
    }

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
