namespace SemanticMlr.TestSupport.Tiny;

/// <summary>The graphs of the tiny bundle: 16 x 16 pixels, four patches, eight dimensions.</summary>
internal static class TinyGraphs
{
    public const int Size = 16;
    public const int Dimension = 8;
    public const int PatchCount = 4;
    public const int ContextLength = 12;
    public const int TopK = 2;
    public const float Scale = 4;
    public const int Vocabulary = 3 + 512 + 16;

    /// <summary>Weights of the 1 x 1 convolution, D x 3.</summary>
    public static float[] Convolution { get; } = Wave(Dimension * 3, 0.7);

    /// <summary>Vectors of the tokens, V x D; padding is zero.</summary>
    public static float[] Tokens { get; } = [.. new float[Dimension], .. Wave((Vocabulary - 1) * Dimension, 1.3)];

    public static byte[] Encoder(int declaredDimension = Dimension, bool patches = true, object? batch = null, string global = "global", int scale = 1) =>
        Encoder(new OnnxGraph().Constant("extra", [0f], 1), declaredDimension, patches, batch, global, scale);

    /// <summary>An encoder that calculates for ever as soon as a value of a pixel is above 250, which no golden picture has.</summary>
    public static byte[] HangingEncoder() => Encoder(OverLimit()
        .Scalar("many", 1e15f)
        .Node("Mul", ["over", "many"], ["trips"])
        .Node("Cast", "trips", "count", ("to", (long)OnnxGraph.Int64))
        .Constant("zero", [0f], 1)
        .Node("Loop", ["count", "", "zero"], ["extra"], ("body", new OnnxGraph()
            .Input("iteration", OnnxGraph.Int64)
            .Input("goOn", OnnxGraph.Bool)
            .Input("value", OnnxGraph.Float, 1)
            .Output("goesOn", OnnxGraph.Bool)
            .Output("squared", OnnxGraph.Float, 1)
            .Node("Identity", "goOn", "goesOn")
            .Node("Mul", ["value", "value"], ["squared"]))));

    /// <summary>An encoder whose run fails as soon as a value of a pixel is above 250.</summary>
    public static byte[] FailingEncoder() => Encoder(OverLimit()
        .Constant("one", [0f], 1)
        .Node("Cast", "over", "index", ("to", (long)OnnxGraph.Int64))
        .Node("Gather", ["one", "index"], ["extra"]));

    private static OnnxGraph OverLimit() => new OnnxGraph()
        .Scalar("limit", 250)
        .Node("Cast", "pixels", "values", ("to", (long)OnnxGraph.Float))
        .Node("ReduceMax", "values", "brightest", ("keepdims", 0L))
        .Node("Sub", ["brightest", "limit"], ["above"])
        .Node("Relu", "above", "over");

    // The graph gives "extra", which is added to every pixel.
    private static byte[] Encoder(OnnxGraph graph, int declaredDimension = Dimension, bool patches = true, object? batch = null, string global = "global", int scale = 1)
    {
        graph
            .Input("pixels", OnnxGraph.UInt8, batch ?? "B", Size, Size, 3)
            .Output(global, OnnxGraph.Float, "B", declaredDimension)
            .Constant("factor", [scale / 255f], 1)
            .Constant("weights", Convolution, Dimension, 3, 1, 1)
            .Constant("shape", 0, Dimension, PatchCount)
            .Node("Cast", "pixels", "float", ("to", (long)OnnxGraph.Float))
            .Node("Mul", ["float", "factor"], ["unshifted"])
            .Node("Add", ["unshifted", "extra"], ["scaled"])
            .Node("Transpose", "scaled", "planes", ("perm", new long[] { 0, 3, 1, 2 }))
            .Node("AveragePool", "planes", "pooled", ("kernel_shape", new long[] { 8, 8 }), ("strides", new long[] { 8, 8 }))
            .Node("Conv", ["pooled", "weights"], ["features"])
            .Node("Reshape", ["features", "shape"], ["flat"])
            .Node("Transpose", "flat", "patches", ("perm", new long[] { 0, 2, 1 }))
            .Node("ReduceMean", "patches", global, ("axes", new long[] { 1 }), ("keepdims", 0L));
        return (patches ? graph.Output("patches", OnnxGraph.Float, "B", PatchCount, declaredDimension) : graph).ToArray();
    }

    public static byte[] Text(string input = "input_ids", int length = ContextLength) => new OnnxGraph()
        .Input(input, OnnxGraph.Int64, "N", length)
        .Output("text_embeddings", OnnxGraph.Float, "N", Dimension)
        .Constant("tokens", Tokens, Vocabulary, Dimension)
        .Node("Gather", ["tokens", input], ["rows"])
        .Node("ReduceMean", "rows", "text_embeddings", ("axes", new long[] { 1 }), ("keepdims", 0L))
        .ToArray();

    /// <summary>scale * cos(global, label)</summary>
    public static byte[] Clip(object? labels = null, string logits = "logits") => Cosines(labels)
        .Output(logits, OnnxGraph.Float, "B", labels ?? "C")
        .Constant("scale", [Scale], 1)
        .Node("Mul", ["globalCosine", "scale"], [logits])
        .ToArray();

    /// <summary>scale * (cos(global, label) + mean of the top K of cos(patch, label))</summary>
    public static byte[] Mkt() => MktGraph().ToArray();

    /// <summary>The same with the cosine of each patch as its relevance.</summary>
    public static byte[] MktExplain() => MktGraph()
        .Output("relevance", OnnxGraph.Float, "B", PatchCount, "C")
        .Node("Identity", ["patchCosine"], ["relevance"])
        .ToArray();

    private static OnnxGraph MktGraph() => Cosines(null)
        .Input("patches", OnnxGraph.Float, "B", PatchCount, Dimension)
        .Output("logits", OnnxGraph.Float, "B", "C")
        .Constant("scale", [Scale], 1)
        .Constant("k", TopK)
        .Node("ReduceL2", "patches", "patchNorm", ("axes", new long[] { 2 }), ("keepdims", 1L))
        .Node("Div", ["patches", "patchNorm"], ["patchUnit"])
        .Node("MatMul", ["patchUnit", "labelColumns"], ["patchCosine"])
        .Node("TopK", ["patchCosine", "k"], ["best", "places"], ("axis", 1L))
        .Node("ReduceMean", "best", "local", ("axes", new long[] { 1 }), ("keepdims", 0L))
        .Node("Add", ["globalCosine", "local"], ["sum"])
        .Node("Mul", ["sum", "scale"], ["logits"]);

    /// <summary>A label graph that doubles what it gets, and a head that scores with it.</summary>
    public static byte[] Doubling() => new OnnxGraph()
        .Input("label_embeddings", OnnxGraph.Float, "C", Dimension)
        .Output("label_graph", OnnxGraph.Float, "C", Dimension)
        .Node("Add", ["label_embeddings", "label_embeddings"], ["label_graph"])
        .ToArray();

    /// <summary>A label graph that adds the mean of all labels to each.</summary>
    public static byte[] AddingTheMean() => new OnnxGraph()
        .Input("label_embeddings", OnnxGraph.Float, "C", Dimension)
        .Output("label_graph", OnnxGraph.Float, "C", Dimension)
        .Node("ReduceMean", "label_embeddings", "mean", ("axes", new long[] { 0 }), ("keepdims", 1L))
        .Node("Add", ["label_embeddings", "mean"], ["label_graph"])
        .ToArray();

    public static byte[] GraphHead() => GraphProducts().ToArray();

    /// <summary>The same with the products of patches and label graph as relevance, and two scores of its own: 0.25 and 0.5.</summary>
    public static byte[] GraphExplain() => GraphProducts()
        .Input("patches", OnnxGraph.Float, "B", PatchCount, Dimension)
        .Output("relevance", OnnxGraph.Float, "B", PatchCount, "C")
        .Output("global_score", OnnxGraph.Float, "B", "C")
        .Output("local_score", OnnxGraph.Float, "B", "C")
        .Constant("nothing", [0], 1)
        .Constant("quarter", [0.25f], 1)
        .Node("MatMul", ["patches", "columns"], ["relevance"])
        .Node("Mul", ["logits", "nothing"], ["zeros"])
        .Node("Add", ["zeros", "quarter"], ["global_score"])
        .Node("Add", ["global_score", "quarter"], ["local_score"])
        .ToArray();

    private static OnnxGraph GraphProducts() => new OnnxGraph()
        .Input("global", OnnxGraph.Float, "B", Dimension)
        .Input("label_graph", OnnxGraph.Float, "C", Dimension)
        .Output("logits", OnnxGraph.Float, "B", "C")
        .Node("Transpose", "label_graph", "columns", ("perm", new long[] { 1, 0 }))
        .Node("MatMul", ["global", "columns"], ["logits"]);

    private static OnnxGraph Cosines(object? labels) => new OnnxGraph()
        .Input("global", OnnxGraph.Float, "B", Dimension)
        .Input("label_embeddings", OnnxGraph.Float, labels ?? "C", Dimension)
        .Node("ReduceL2", "global", "globalNorm", ("axes", new long[] { 1 }), ("keepdims", 1L))
        .Node("Div", ["global", "globalNorm"], ["globalUnit"])
        .Node("ReduceL2", "label_embeddings", "labelNorm", ("axes", new long[] { 1 }), ("keepdims", 1L))
        .Node("Div", ["label_embeddings", "labelNorm"], ["labelUnit"])
        .Node("Transpose", "labelUnit", "labelColumns", ("perm", new long[] { 1, 0 }))
        .Node("MatMul", ["globalUnit", "labelColumns"], ["globalCosine"]);

    private static float[] Wave(int count, double step) =>
        [.. Enumerable.Range(0, count).Select(index => (float)Math.Sin(1 + index * step + index % 5))];
}
