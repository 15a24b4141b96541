using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Tests.Export;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Importing;

/// <summary>Image encoders that end otherwise than CLIP's vision transformers.</summary>
public sealed class OtherEncodersTests : IClassFixture<OneThread>
{
    [Theory]
    [InlineData(11)]
    [InlineData(17)]
    [InlineData(18)]
    public void Import_OfAConvolutionalEncoder_ProjectsThePlacesOfItsLastMap(int operatorSet)
    {
        using var files = new ImportFiles();
        var weights = new Weights(7, 0.3f);
        var graph = new ExportedGraph(operatorSet);
        var pixels = graph.Input("pixel_values", TensorProto.Types.DataType.Float, "batch_size", 3, 32, 32);
        var map = graph.Node("/stem/Conv", "Conv", [pixels, graph.Weight(weights, "stem", 12, 3, 8, 8)], NodeAttribute.Integers("strides", 8, 8));
        map = graph.Node("/stem/Relu", "Relu", [map]);
        var pooled = graph.MeanOver("/head/global_pool/ReduceMean", map, keep: false, 2, 3);
        graph.Node("/head/Gemm", "Gemm", [pooled, graph.Weight(weights, "head", 16, 12), graph.Weight(weights, "head.bias", 16)], "image_embeds", NodeAttribute.Integer("transB", 1));
        graph.Output("image_embeds", "batch_size", 16);
        graph.Save(files.Vision);

        var result = files.Import();

        Assert.Equal((16, "\"/head/global_pool/ReduceMean\" (ReduceMean)"), (result.Patches, result.PickedBy));
        var (input, normalised) = ImportChecks.Pixels(32, ImportChecks.Mean, ImportChecks.Std);
        var found = ImportChecks.Encode(files, input);
        using var scope = NewDisposeScope();
        var features = nn.functional.relu(nn.functional.conv2d(normalised, weights["stem"], strides: [8, 8])).flatten(2).transpose(1, 2);
        GraphRun.AssertNear(matmul(features, weights["head"].t()) + weights["head.bias"], found["patches"]);
        GraphRun.AssertNear(matmul(features.mean([1]), weights["head"].t()) + weights["head.bias"], found["global"]);
    }

    [Fact]
    public void Import_OfAModelThatPicksLast_TakesTheOtherTokensAsTheyAre()
    {
        using var files = new ImportFiles();
        ExportedVision.Build(files.Weights, files.Sizes, 17, tail: (graph, tokens) =>
        {
            var normed = graph.Norm(files.Weights, "/norm", "vision_model.post_layernorm", tokens, 24);
            var projected = graph.Node("/proj/MatMul", "MatMul", [normed, graph.Turned(files.Weights, "visual_projection.weight", 16, 24)]);
            var first = graph.Node("/Slice", "Slice", [projected, graph.Integers("/from", 0), graph.Integers("/to", 1), graph.Integers("/axis", 1)]);
            graph.Node("/Squeeze", "Squeeze", [first, graph.Integers("/Constant", 1)], "image_embeds");
            graph.Output("image_embeds", "batch_size", 16);
        }).Save(files.Vision);

        Assert.Equal("\"/Slice\" (Slice)", files.Import().PickedBy);
        ImportChecks.AssertImages(files);
    }

    [Fact]
    public void Import_OfEmbeddingsOfLengthOne_GivesPatchesOfLengthOne()
    {
        using var files = new ImportFiles();
        files.Break(model =>
        {
            var last = model.Graph.Node.Single(node => node.Output.Contains("image_embeds"));
            last.Output[0] = "raw";
            var length = new NodeProto { Name = "/ReduceL2", OpType = "ReduceL2", Input = { "raw" }, Output = { "length" } };
            length.Attribute.Add(NodeAttribute.Integers("axes", -1));
            model.Graph.Node.Add(length);
            model.Graph.Node.Add(new NodeProto { Name = "/Div", OpType = "Div", Input = { "raw", "length" }, Output = { "image_embeds" } });
        });
        files.Import();

        using var scope = NewDisposeScope();
        var (input, normalised) = ImportChecks.Pixels(files.Sizes.Size, ImportChecks.Mean, ImportChecks.Std);
        var found = ImportChecks.Encode(files, input);
        var (global, patches) = new PlainClip(files.Weights, files.Sizes).Image(normalised);
        GraphRun.AssertNear(nn.functional.normalize(global, dim: -1), found["global"]);
        GraphRun.AssertNear(nn.functional.normalize(patches, dim: -1), found["patches"]);
    }

    [Fact]
    public void Import_OfAnAttentionPool_IsGlobalOnlyAndNamesTheNode()
    {
        using var files = new ImportFiles();
        ExportedVision.Build(files.Weights, files.Sizes, 17, tail: (graph, tokens) =>
        {
            // As SigLIP's pooling head: a query of its own over all tokens, then the first of one token.
            var probe = graph.Weight(files.Weights, "probe", 1, 1, 24);
            var scores = graph.Node("/head/attention/MatMul", "MatMul", [probe, graph.Node("/head/attention/Transpose", "Transpose", [tokens], NodeAttribute.Integers("perm", 0, 2, 1))]);
            var mixed = graph.Node("/head/attention/MatMul_1", "MatMul", [graph.Node("/head/attention/Softmax", "Softmax", [scores], NodeAttribute.Integer("axis", -1)), tokens]);
            var projected = graph.Node("/head/mlp/MatMul", "MatMul", [mixed, graph.Weight(files.Weights, "mlp", 24, 16)]);
            graph.Node("/head/Gather", "Gather", [projected, graph.Integer("/head/Constant", 0)], "pooler_output", NodeAttribute.Integer("axis", 1));
            graph.Output("pooler_output", "batch_size", 16);
        }).Save(files.Vision);

        var result = files.Import();

        Assert.Contains("\"/head/Gather\" (Gather) picks from a single token: an attention pool", result.GlobalOnly, StringComparison.Ordinal);
        var bundle = Bundle.Open(files.Bundle);
        Assert.Equal(["clip"], bundle.Manifest.Heads.Keys);
        using var model = RecognitionModel.Load(bundle, new InferenceOptions { Providers = [ExecutionProvider.Cpu] }, cache: null, NullLogger.Instance);
        Assert.Equal(0, model.PatchCount);
    }
}
