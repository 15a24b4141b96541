using SemanticMlr.Bundles;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>Heads that nobody trained: scaled cosines. Written without libtorch, so that an import runs wherever ONNX Runtime does.</summary>
/// <param name="dimension">Length D of an embedding.</param>
/// <param name="patches">Patches P of an image; 0 for none.</param>
/// <param name="topK">Patches that <c>mkt</c> averages.</param>
/// <param name="scale">Factor of a cosine.</param>
/// <param name="bias">Shift of a logit.</param>
internal sealed class ImportedHead(int dimension, int patches, int topK, double scale, double bias)
{
    /// <summary>Writes the heads that the encoder can feed.</summary>
    public Dictionary<string, HeadEntry> Put(BundleFolder folder)
    {
        var clip = folder.Put("head.clip.onnx", Clip());
        var heads = new Dictionary<string, HeadEntry> { ["clip"] = new() { File = clip.File, Sha256 = clip.Sha256, Calibration = "calibration.clip.json" } };
        if (patches > 0)
        {
            var mkt = folder.Put("head.mkt.onnx", Mkt(explain: false));
            heads["mkt"] = new HeadEntry
            {
                File = mkt.File,
                Sha256 = mkt.Sha256,
                Explain = folder.Put("head.mkt.explain.onnx", Mkt(explain: true)),
                TopK = Math.Min(topK, patches),
                Calibration = "calibration.mkt.json",
            };
        }

        return heads;
    }

    /// <summary>The logits that a head must give, computed here.</summary>
    /// <param name="head">Its name.</param>
    /// <param name="global">D values.</param>
    /// <param name="places">P x D values.</param>
    /// <param name="labels">C x D values.</param>
    public float[] Expect(string head, float[] global, float[] places, float[] labels)
    {
        var logits = new float[labels.Length / dimension];
        for (var label = 0; label < logits.Length; label++)
        {
            var row = labels.AsSpan(label * dimension, dimension);
            var whole = Cosine(global, row);
            if (head == "clip")
            {
                logits[label] = (float)(scale * whole + bias);
                continue;
            }

            var cosines = new double[patches];
            for (var patch = 0; patch < patches; patch++)
            {
                cosines[patch] = Cosine(places.AsSpan(patch * dimension, dimension), row);
            }

            logits[label] = (float)(scale / 2 * (whole + cosines.OrderDescending().Take(topK).Average()) + bias);
        }

        return logits;
    }

    private byte[] Clip()
    {
        var graph = new GraphBuilder("head_clip");
        var (global, labels) = (Global(graph), Labels(graph));
        var cosines = graph.Add("MatMul", [UnitRows.Write(graph, global), Turned(graph, UnitRows.Write(graph, labels), 1, 0)]);
        graph.Output("logits", Line(graph, cosines, scale), "batch", "labels");
        return graph.ToBytes();
    }

    private byte[] Mkt(bool explain)
    {
        var graph = new GraphBuilder(explain ? "head_mkt_explain" : "head_mkt");
        var global = UnitRows.Write(graph, Global(graph));
        var places = UnitRows.Write(graph, graph.Input("patches", TensorProto.Types.DataType.Float, "batch", patches, dimension));
        var labels = UnitRows.Write(graph, Labels(graph));
        var cosines = graph.Add("MatMul", [labels, Turned(graph, places, 0, 2, 1)]);
        var best = graph.Add("TopK", [cosines, graph.Integers(Math.Min(topK, patches))], 2, NodeAttribute.Integer("axis", -1))[0];
        var local = graph.Add("ReduceMean", [best], NodeAttribute.Integers("axes", -1), NodeAttribute.Integer("keepdims", 0));
        var whole = graph.Add("MatMul", [global, Turned(graph, labels, 1, 0)]);
        graph.Output("logits", Line(graph, graph.Add("Add", [local, whole]), scale / 2), "batch", "labels");
        if (explain)
        {
            graph.Output("relevance", Turned(graph, graph.Add("Sigmoid", [Line(graph, cosines, scale)]), 0, 2, 1), "batch", patches, "labels");
        }

        return graph.ToBytes();
    }

    private string Global(GraphBuilder graph) => graph.Input("global", TensorProto.Types.DataType.Float, "batch", dimension);

    private string Labels(GraphBuilder graph) => graph.Input("label_embeddings", TensorProto.Types.DataType.Float, "labels", dimension);

    private string Line(GraphBuilder graph, string value, double factor) =>
        graph.Add("Add", [graph.Add("Mul", [value, graph.Number((float)factor)]), graph.Number((float)bias)]);

    private static string Turned(GraphBuilder graph, string value, params ReadOnlySpan<long> order) =>
        graph.Add("Transpose", [value], NodeAttribute.Integers("perm", order));

    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double product = 0, first = 0, second = 0;
        for (var index = 0; index < left.Length; index++)
        {
            product += (double)left[index] * right[index];
            first += (double)left[index] * left[index];
            second += (double)right[index] * right[index];
        }

        return product / Math.Max(1e-24, Math.Sqrt(first) * Math.Sqrt(second));
    }
}
