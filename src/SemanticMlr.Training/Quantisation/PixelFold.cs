using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>
/// Lets the first convolution read the bytes of the pixels: scaling, mean and spread of the colours become part of its weights and its bias, and the pixels
/// enter as <c>DequantizeLinear</c> with scale 1. The graph gives the same numbers as before; at the edge, a border may be off by half a level of a pixel.
/// </summary>
/// <remarks>
/// What comes before the convolution is <c>x = A p + t</c> for the colours p of a pixel. The border that the convolution adds is x = 0, which is the
/// pixel <c>z</c> with <c>A z = -t</c>. Where z is half a level from a byte at most, as for a mean of 0.5, that byte is the border: inside, the rest of t is
/// exact in the bias. Where it is farther, as for means that differ by colour, the rest becomes the weights of one more plane that is constant inside the picture.
/// </remarks>
internal static class PixelFold
{
    private const string Plane = "pixel_fold_plane";
    private const int Colours = 3;
    private const double HalfALevel = 0.5;

    /// <summary>The folded graph, or null where what is done to the pixels is no such sum.</summary>
    /// <param name="graph">The graph; stays as it is.</param>
    public static FoldedPixels? Apply(EncoderGraph graph)
    {
        var chain = PixelChain.Read(graph);
        return chain is null ? null : Write(graph, chain);
    }

    private static FoldedPixels Write(EncoderGraph graph, PixelChain chain)
    {
        var convolution = chain.Convolution;
        var weights = graph.FloatConstant(convolution.Input[1])!;
        var (outputs, inputs) = ((int)weights.Dims[0], (int)weights.Dims[1]);
        var taps = (int)weights.Dims.Skip(2).Aggregate(1L, (product, side) => product * side);
        var numbers = graph.Numbers(weights, convolution);
        var padded = convolution.IsPadded();
        var zero = padded ? chain.ZeroPixel() : 0;
        var rest = chain.Offsets(zero);
        var hasPlane = padded && rest.Zip(chain.Factors, (value, row) => Math.Abs(value) > (Math.Abs(row.Sum()) * HalfALevel) + 1e-9).Any(isFar => isFar);
        var planes = hasPlane ? Colours + 1 : Colours;
        var plane = zero < 128 ? byte.MaxValue : byte.MinValue;
        var folded = new float[outputs * planes * taps];
        var bias = convolution.InputAt(2) is { } name ? graph.Numbers(graph.FloatConstant(name)!, convolution) : new float[outputs];
        for (var output = 0; output < outputs; output++)
        {
            double shift = 0;
            for (var tap = 0; tap < taps; tap++)
            {
                double offset = 0;
                for (var colour = 0; colour < Colours; colour++)
                {
                    double sum = 0;
                    for (var input = 0; input < inputs; input++)
                    {
                        sum += (double)numbers[(output * inputs + input) * taps + tap] * chain.Factors[input][colour];
                    }

                    folded[(output * planes + colour) * taps + tap] = (float)sum;
                }

                for (var input = 0; input < inputs; input++)
                {
                    offset += numbers[(output * inputs + input) * taps + tap] * rest[input];
                }

                if (hasPlane)
                {
                    folded[(output * planes + Colours) * taps + tap] = (float)(offset / (plane - zero));
                }

                shift += offset;
            }

            bias[output] += hasPlane ? 0 : (float)shift;
        }

        long[] shape = [outputs, planes, .. weights.Dims.Skip(2)];
        return Assemble(graph, chain, TensorData.Of("pixel_fold_weights", folded, shape), TensorData.Of("pixel_fold_bias", bias, outputs), zero, hasPlane ? plane : null);
    }

    private static FoldedPixels Assemble(EncoderGraph graph, PixelChain chain, TensorProto weights, TensorProto bias, int zero, byte? plane)
    {
        const string Tensor = "pixel_fold_values";
        var model = graph.Model.Clone();
        var nodes = model.Graph.Node;
        var convolution = nodes.Single(node => node.Name == chain.Convolution.Name);
        var removed = chain.Nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in nodes.Where(node => removed.Contains(node.Name)).ToArray())
        {
            nodes.Remove(node);
        }

        var pixels = EncoderGraph.Pixels;
        var front = new List<NodeProto>();
        if (plane is { } value)
        {
            model.Graph.Initializer.Add(TensorData.Of("pixel_fold_pads", [0L, 0, 0, 0, 0, 0, 0, 1], 8));
            model.Graph.Initializer.Add(TensorNumbers.ZeroPoint(Plane, value, isSigned: false));
            front.Add(new NodeProto { Name = Plane, OpType = "Pad", Input = { pixels, "pixel_fold_pads", Plane }, Output = { "pixel_fold_padded" } });
            pixels = "pixel_fold_padded";
        }

        front.Add(new NodeProto
        {
            Name = "pixel_fold_planes",
            OpType = "Transpose",
            Input = { pixels },
            Output = { "pixel_fold_bytes" },
            Attribute = { NodeAttribute.Integers("perm", 0, 3, 1, 2) },
        });
        front.Add(new NodeProto { Name = Tensor, OpType = "DequantizeLinear", Input = { "pixel_fold_bytes", "pixel_fold_scale", "pixel_fold_zero" }, Output = { Tensor } });
        model.Graph.Initializer.Add(TensorData.Of("pixel_fold_scale", [1f]));
        model.Graph.Initializer.Add(TensorNumbers.ZeroPoint("pixel_fold_zero", zero, isSigned: false));
        model.Graph.Initializer.Add(weights);
        model.Graph.Initializer.Add(bias);
        convolution.Input.Clear();
        convolution.Input.Add([Tensor, weights.Name, bias.Name]);
        GraphEdits.InsertFirst(model.Graph, front);
        GraphEdits.DropUnread(model.Graph);
        return new FoldedPixels(new EncoderGraph(graph.Path, model), Tensor, new IntegerScale(1, zero, IsSigned: false), plane is not null);
    }
}
