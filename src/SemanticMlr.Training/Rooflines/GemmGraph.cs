using SemanticMlr.Training.EncoderBenchmarks;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.Rooflines;

/// <summary>One matrix product as a graph: float, or bytes that ONNX Runtime multiplies as they are.</summary>
internal static class GemmGraph
{
    private const float Scale = 0.01f;
    private const int Middle = 128;

    /// <summary>The largest weight: with 7 bits sums of two products fit into 16 bits, as in the encoders.</summary>
    private const int LargestWeight = 64;

    /// <summary>float32: <c>left</c> [products, M, K] and the right side, constant where there is one product, to <c>result</c>.</summary>
    public static byte[] Float(GemmShape shape)
    {
        var graph = new GraphBuilder("gemm_fp32");
        var left = graph.Input("left", TensorProto.Types.DataType.Float, Sides(shape, shape.M, shape.K));
        var right = shape.Products > 1
            ? graph.Input("right", TensorProto.Types.DataType.Float, Sides(shape, shape.K, shape.N))
            : graph.Constant(Weights(shape, value => value * Scale), shape.K, shape.N);
        graph.Output("result", graph.Add("MatMul", [left, right]), Sides(shape, shape.M, shape.N));
        return graph.ToBytes();
    }

    /// <summary>uint8 on the left, int8 on the right, float out: no work but the product and its scale.</summary>
    public static byte[] Integer(GemmShape shape)
    {
        var graph = new GraphBuilder("gemm_int8");
        var left = graph.Input("left", TensorProto.Types.DataType.Uint8, Sides(shape, shape.M, shape.K));
        var right = shape.Products > 1
            ? graph.Input("right", TensorProto.Types.DataType.Int8, Sides(shape, shape.K, shape.N))
            : graph.Constant(TensorNumbers.Of("weights", Weights(shape, value => (sbyte)value), [shape.K, shape.N]));
        var numbers = Real(graph, left, graph.Constant(TensorNumbers.ZeroPoint("left_zero", Middle, isSigned: false)));
        var weights = Real(graph, right, graph.Constant(TensorNumbers.ZeroPoint("right_zero", 0, isSigned: true)));
        graph.Output("result", graph.Add("MatMul", [numbers, weights]), Sides(shape, shape.M, shape.N));
        return graph.ToBytes();
    }

    private static string Real(GraphBuilder graph, string value, string zero) => graph.Add("DequantizeLinear", [value, graph.Number(Scale), zero]);

    private static object[] Sides(GemmShape shape, long rows, long columns) => shape.Products > 1 ? [shape.Products, rows, columns] : [rows, columns];

    private static T[] Weights<T>(GemmShape shape, Func<int, T> convert)
    {
        var random = new Random(5);
        var values = new T[shape.K * shape.N];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = convert(random.Next(-LargestWeight, LargestWeight + 1));
        }

        return values;
    }
}
