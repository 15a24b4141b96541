using SemanticMlr.Training.Onnx;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Export.Heads;

/// <summary>Rows of length 1.</summary>
internal static class UnitRows
{
    /// <summary>As the modules have it.</summary>
    public const float Smallest = 1e-12f;

    /// <summary>Divides by the length along the last axis; what is shorter than <paramref name="smallest"/> is divided by that.</summary>
    public static string Write(GraphBuilder graph, string rows, float smallest = Smallest)
    {
        var length = graph.Add("ReduceL2", [rows], NodeAttribute.Integers("axes", -1));
        return graph.Add("Div", [rows, graph.Add("Max", [length, graph.Number(smallest)])]);
    }

    /// <summary>Rows less a vector, of length 1; the rows themselves where there is none.</summary>
    public static string Centred(GraphBuilder graph, string rows, Tensor? centre) =>
        centre is null ? rows : Write(graph, graph.Add("Sub", [rows, graph.Weight(centre)]));
}
