using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.Modules.Heads;

namespace SemanticMlr.Training.Export;

/// <summary>Writes heads and label graphs as ONNX files. The numbers of images and labels vary; the weights are inside.</summary>
internal static class HeadGraphs
{
    /// <summary>The file of a head.</summary>
    public static byte[] Write(MatchingHead head, HeadGraphOptions options) => Of(head, options).ToBytes();

    /// <summary>The file with the output <c>relevance</c>; null for a head that reads no patches.</summary>
    public static byte[]? WriteExplained(MatchingHead head, HeadGraphOptions options) =>
        head.ReadsPatches ? Write(head, options with { Explain = true }) : null;

    /// <summary>The file of a graph over labels.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="centre">As in <see cref="HeadGraphOptions.Centre"/>.</param>
    public static byte[] Write(LabelGraph graph, TorchSharp.torch.Tensor? centre = null) => LabelGraphWriter.Write(graph, centre);

    private static HeadGraph Of(MatchingHead head, HeadGraphOptions options) => head switch
    {
        ClipHead clip => new ClipGraph(clip, options),
        MktHead mkt => new MktGraph(mkt, options),
        SigrlHead sigrl => new SigrlGraph(sigrl, options),
        SigrlPlusHead plus => new SigrlPlusGraph(plus, options),
        _ => throw new ArgumentOutOfRangeException(nameof(head), head.GetType().Name, "has no ONNX form"),
    };
}
