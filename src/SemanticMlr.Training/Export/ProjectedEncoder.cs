using Google.Protobuf;
using SemanticMlr.Bundles;
using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Export;

/// <summary>Folds a trained projection into the file of the frozen encoder before it: <c>global</c> and <c>patches</c> then have the joint dimension.</summary>
internal static class ProjectedEncoder
{
    /// <summary>The encoder with the projection behind its outputs.</summary>
    /// <param name="path">Where the encoder comes from, for faults.</param>
    /// <param name="bytes">Its ONNX file; nodes and weights stay as they are.</param>
    /// <param name="projection">The projection.</param>
    /// <exception cref="BundleException">The file is no ONNX graph with these outputs.</exception>
    public static byte[] Write(string path, byte[] bytes, FeatureProjection projection)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new BundleException(path, $"is no ONNX file: {exception.Message}", exception);
        }

        Append(path, model.Graph, "global", projection.Global);
        Append(path, model.Graph, "patches", projection.Patch);
        return model.ToByteArray();
    }

    private static void Append(string path, GraphProto graph, string output, TorchSharp.Modules.Linear layer)
    {
        var shape = graph.Output.FirstOrDefault(value => value.Name == output)?.Type?.TensorType?.Shape?.Dim
            ?? throw new BundleException(path, $"has no output \"{output}\"");
        var (features, product, weight, bias) = ($"{output}_features", $"{output}_product", $"{output}_projection", $"{output}_bias");
        GraphEdits.Rename(graph.Node, output, features);

        graph.Initializer.Add(TensorData.Of(weight, layer.weight!.t()));
        graph.Initializer.Add(TensorData.Of(bias, layer.bias!));
        graph.Node.Add(new NodeProto { Name = product, OpType = "MatMul", Input = { features, weight }, Output = { product } });
        graph.Node.Add(new NodeProto { Name = $"{output}_sum", OpType = "Add", Input = { product, bias }, Output = { output } });
        shape[^1].DimValue = layer.weight!.shape[0];
    }
}
