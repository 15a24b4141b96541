using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Reads attributes of nodes.</summary>
internal static class NodeAttributes
{
    public static long Integer(this NodeProto node, string name, long otherwise) => Find(node, name)?.I ?? otherwise;

    public static float Number(this NodeProto node, string name, float otherwise) => Find(node, name)?.F ?? otherwise;

    public static IReadOnlyList<long> Integers(this NodeProto node, string name) => Find(node, name)?.Ints.ToArray() ?? [];

    public static string Text(this NodeProto node, string name, string otherwise) => Find(node, name)?.S.ToStringUtf8() ?? otherwise;

    /// <summary>The input at a place, or null where it is left out.</summary>
    public static string? InputAt(this NodeProto node, int place) => node.Input.Count > place && node.Input[place].Length > 0 ? node.Input[place] : null;

    /// <summary>Whether a convolution adds a border of zeros.</summary>
    public static bool IsPadded(this NodeProto convolution) =>
        convolution.Integers("pads").Any(pad => pad != 0) || convolution.Text("auto_pad", "NOTSET") is not ("NOTSET" or "VALID");

    private static AttributeProto? Find(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
