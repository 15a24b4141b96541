using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Export;

/// <summary>Writes the image encoder: bytes in, <c>global</c> and <c>patches</c> out, norms folded into the convolutions.</summary>
internal sealed class ImageEncoderGraph
{
    /// <summary>Share of red, green and blue in brightness (ITU-R BT.601, as OpenCV's conversion to grey).</summary>
    private static readonly float[] Brightness = [0.299f, 0.587f, 0.114f];

    private static readonly float[] EachColour = [1, 0, 0, 0, 1, 0, 0, 0, 1];

    private readonly GraphBuilder _graph = new("image_encoder");

    private ImageEncoderGraph()
    {
    }

    /// <summary>The ONNX file of an encoder.</summary>
    public static byte[] Write(ImageEncoder encoder, ImageRecipe image, int dimension)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        return new ImageEncoderGraph().Build(encoder, image, dimension);
    }

    private byte[] Build(ImageEncoder encoder, ImageRecipe image, int dimension)
    {
        var pixels = _graph.Input("pixels", TensorProto.Types.DataType.Uint8, "batch", image.Size, image.Size, 3);
        var fine = Stack(encoder.Fine, Convolution(encoder.ToFine, Convolution(encoder.Stem, Normalised(pixels, image, encoder.Planes))));
        var middle = Stack(encoder.Middle, Convolution(encoder.ToMiddle, fine));
        var coarse = Convolution(encoder.Lift, Stack(encoder.Coarse, Convolution(encoder.ToCoarse, middle)));
        var merged = Stack(encoder.Merge, _graph.Add("Relu", [_graph.Add("Add", [Doubled(coarse), middle])]));

        var end = image.Border + image.PatchesPerSide;
        var region = _graph.Add(
            "Slice", [merged, _graph.Integers(image.Border, image.Border), _graph.Integers(end, end), _graph.Integers(2, 3)]);
        var projected = Pooled(Convolution(encoder.PatchProjection, region), encoder.PatchPool);
        var patches = _graph.Add("Transpose", [Flat(projected, dimension)], NodeAttribute.Integers("perm", 0, 2, 1));
        var pooled = _graph.Add(
            "ReduceMax", [Flat(Convolution(encoder.PoolProjection, region), 2 * dimension)], NodeAttribute.Integers("axes", 2), NodeAttribute.Integer("keepdims", 0));
        var global = _graph.Add(
            "Gemm", [pooled, _graph.Weight(encoder.GlobalProjection.weight!), _graph.Weight(encoder.GlobalProjection.bias!)], NodeAttribute.Integer("transB", 1));
        _graph.Output("global", global, "batch", dimension);
        var side = image.PatchesPerSide / encoder.PatchPool;
        _graph.Output("patches", patches, "batch", side * side, dimension);
        return _graph.ToBytes();
    }

    /// <summary>Bytes [B, S, S, 3] to brightness [B, 1, S, S] or colours [B, 3, S, S]: scaling, mean, spread and the weights of the colours in one convolution.</summary>
    private string Normalised(string pixels, ImageRecipe image, int outputs)
    {
        var planes = _graph.Add("Transpose", [pixels], NodeAttribute.Integers("perm", 0, 3, 1, 2));
        var numbers = _graph.Add("Cast", [planes], NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float));
        float[] weights = [.. (outputs == 1 ? Brightness : EachColour).Select(share => (float)(share / (255 * image.Std)))];
        float[] bias = [.. Enumerable.Repeat((float)(-image.Mean / image.Std), outputs)];
        return _graph.Add("Conv", [numbers, _graph.Constant(weights, outputs, 3, 1, 1), _graph.Constant(bias, outputs)]);
    }

    private string Stack(ModuleList<Bottleneck> blocks, string input) =>
        blocks.Aggregate(input, (value, block) =>
            _graph.Add("Relu", [_graph.Add("Add", [Convolution(block.Expand, Convolution(block.Spatial, Convolution(block.Reduce, value))), value])]));

    private string Convolution(ConvNorm layer, string input)
    {
        // In evaluation a norm is a scale and a shift for each channel: w' = w * s, b' = shift - mean * s, with s = scale / sqrt(variance + eps).
        var scale = layer.Norm.weight! / (layer.Norm.running_var! + layer.Norm.eps).sqrt();
        var weight = layer.Convolution.weight * scale.view(-1, 1, 1, 1);
        var bias = layer.Norm.bias! - layer.Norm.running_mean! * scale;
        var (kernel, stride) = (weight.shape[2], layer.Convolution.stride[0]);
        var value = Convolution(input, weight, bias, kernel, stride);
        return layer.Activate ? _graph.Add("Relu", [value]) : value;
    }

    private string Convolution(Conv2d layer, string input) => Convolution(input, layer.weight, layer.bias!, 1, 1);

    private string Convolution(string input, Tensor weight, Tensor bias, long kernel, long stride)
    {
        var pad = kernel / 2;
        return _graph.Add(
            "Conv",
            [input, _graph.Weight(weight), _graph.Weight(bias)],
            NodeAttribute.Integers("kernel_shape", kernel, kernel),
            NodeAttribute.Integers("strides", stride, stride),
            NodeAttribute.Integers("pads", pad, pad, pad, pad));
    }

    private string Pooled(string input, int side) => side == 1
        ? input
        : _graph.Add("MaxPool", [input], NodeAttribute.Integers("kernel_shape", side, side), NodeAttribute.Integers("strides", side, side));

    /// <summary>Repeats every value twice in both directions.</summary>
    private string Doubled(string input) => _graph.Add(
        "Resize",
        [input, "", _graph.Constant([1, 1, 2, 2], 4)],
        NodeAttribute.Text("mode", "nearest"),
        NodeAttribute.Text("coordinate_transformation_mode", "asymmetric"),
        NodeAttribute.Text("nearest_mode", "floor"));

    private string Flat(string input, int channels) => _graph.Add("Reshape", [input, _graph.Integers(0, channels, -1)]);
}
