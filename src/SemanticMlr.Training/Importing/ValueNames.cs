using System.Globalization;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>Names of values in a graph that is edited.</summary>
internal static class ValueNames
{
    /// <summary>Gives a value another name wherever a node reads or makes it, graphs inside of nodes included.</summary>
    public static void Replace(NodeProto node, string from, string to)
    {
        Replace(node.Input, from, to);
        Replace(node.Output, from, to);
        foreach (var inner in node.Attribute.Where(attribute => attribute.G is not null).SelectMany(attribute => attribute.G.Node))
        {
            Replace(inner, from, to);
        }
    }

    /// <summary>Declares an input or output. A dimension is a number or, where it may vary, a name.</summary>
    public static ValueInfoProto Describe(string name, TensorProto.Types.DataType type, params ReadOnlySpan<object> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var size in shape)
        {
            dimensions.Dim.Add(size is string symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(size, CultureInfo.InvariantCulture) });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions } } };
    }

    private static void Replace(Google.Protobuf.Collections.RepeatedField<string> names, string from, string to)
    {
        for (var place = 0; place < names.Count; place++)
        {
            names[place] = names[place] == from ? to : names[place];
        }
    }
}
