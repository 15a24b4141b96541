using SemanticMlr.Bundles;
using SemanticMlr.Labels;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Tests.Importing;

/// <summary>What cannot be imported is refused with file, fault and remedy, and nothing is written.</summary>
public sealed class ClipImportFaultTests : IClassFixture<OneThread>, IDisposable
{
    private readonly ImportFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void AMissingOutput_IsNamedWithTheRemedy()
    {
        _files.Break(model => model.Graph.Output.Remove(model.Graph.Output.Single(output => output.Name == "image_embeds")));

        Refused("gives last_hidden_state, none of which is image_embeds", "CLIPVisionModelWithProjection");
    }

    [Fact]
    public void AnOutputOfAnotherRank_IsRefused()
    {
        _files.Break(model => Replace(model, "image_embeds", "last_hidden_state"));

        Refused("the output \"image_embeds\" has the shape [2, 17, 24] for 2 images; [B, D] was expected");
    }

    [Fact]
    public void AProjectionThatIsMissing_ShowsInTheLengthOfVectors()
    {
        _files.Break(model => Replace(model, "image_embeds", "/vision_model/post_layernorm/LayerNormalization_output_0"));

        Refused("\"text_embeds\" has 16 values, \"image_embeds\"", "has 24: a projection is missing");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(21)]
    public void AnUnknownOperatorSet_IsRefused(int version)
    {
        _files.Break(model => model.OpsetImport[0].Version = version);

        Refused($"uses operator set {version}; 11 to 20 can be edited", "--opset 17");
    }

    [Fact]
    public void HalfPrecision_IsRefused()
    {
        _files.Break(model => model.Graph.Initializer[0].DataType = (int)TensorProto.Types.DataType.Float16);

        Refused("has 16 bits; import the float32 export");
    }

    [Fact]
    public void AQuantisedModel_IsRefused()
    {
        _files.Break(model => model.Graph.Node[^1].OpType = "DynamicQuantizeLinear");

        Refused("is quantised", "import the float32 export");
    }

    [Fact]
    public void AFixedBatch_IsRefused()
    {
        _files.Break(model => model.Graph.Input[0].Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = 1 });

        Refused("is fixed to 1 images; export it with a dynamic batch axis");
    }

    [Theory]
    [InlineData("gone.bin", "cannot be read")]
    [InlineData("../gone.bin", "outside the model's folder")]
    public void WeightsThatAreNotThere_AreNamed(string location, string fault)
    {
        _files.Break(model =>
        {
            var tensor = model.Graph.Initializer[0];
            tensor.RawData = Google.Protobuf.ByteString.Empty;
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        });

        Refused(fault, "gone.bin");
    }

    [Fact]
    public void AWholeModelInOneFile_IsRefused()
    {
        _files.Break(model => model.Graph.Input.Add(model.Graph.Input[0].Clone()), _files.Text);
        _files.Break(model => model.Graph.Input[^1].Name = "pixel_values", _files.Text);

        Refused("has the input \"pixel_values\" beside input_ids", "export vision and text model apart");
    }

    [Fact]
    public void ADamagedNode_IsRefused()
    {
        _files.Break(model => model.Graph.Node.Single(node => node.Name == "/vision_model/Gather_4").Input.RemoveAt(1));

        Refused("ONNX Runtime cannot open it");
    }

    [Theory]
    [InlineData("""{"image_mean": [1, 2]}""", "\"image_mean\" must hold three numbers")]
    [InlineData("""{"rescale_factor": 1}""", "only 1/255 is supported")]
    [InlineData("{", "cannot be read as JSON")]
    [InlineData("[]", "expected one JSON object")]
    public void DamagedSettings_AreRefused(string settings, string fault)
    {
        File.WriteAllText(_files.PathOf("preprocessor_config.json"), settings);

        Refused("preprocessor_config.json", fault);
    }

    [Fact]
    public void AFileThatIsNoModel_IsRefused()
    {
        File.WriteAllText(_files.Vision, "this is no model at all");

        Refused("is no ONNX");
    }

    [Fact]
    public void AnotherKindOfTokenizer_IsRefusedWithTheWayOut()
    {
        File.Delete(Path.Combine(_files.Tokenizer, "vocab.json"));
        File.WriteAllText(Path.Combine(_files.Tokenizer, "tokenizer.json"), """{"model": {"type": "Unigram", "vocab": [["a", -1.0]]}}""");

        Refused("a tokenizer of the kind Unigram", "Import the image side alone");
    }

    [Fact]
    public void WithoutAClassToken_TheImportIsGlobalOnlyAndSaysWhichNodeIsMissing()
    {
        ExportedVision.Build(_files.Weights, _files.Sizes, 17, tail: (graph, tokens) =>
        {
            var flat = graph.Node("/head/Reshape", "Reshape", [tokens, graph.Integers("/head/Constant", 0, 17 * 24)]);
            graph.Node("/head/MatMul", "MatMul", [flat, graph.Weight(_files.Weights, "flat", 17 * 24, 16)], "image_embeds");
            graph.Output("image_embeds", "batch_size", 16);
        }).Save(_files.Vision);

        var result = _files.Import();

        Assert.Equal(0, result.Patches);
        Assert.Contains("picks the class token (Gather or Slice of place 0 along axis 1) or pools a feature map", result.GlobalOnly, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherTokensBesideTheClassToken_MakeItGlobalOnly()
    {
        ExportedVision.Build(_files.Weights, _files.Sizes, 17, tail: (graph, tokens) =>
        {
            var more = graph.Node("/registers/Concat", "Concat", [tokens, tokens], NodeAttribute.Integer("axis", 1));
            var picked = graph.Node("/Gather", "Gather", [more, graph.Integer("/Constant", 0)], NodeAttribute.Integer("axis", 1));
            graph.Node("/MatMul", "MatMul", [picked, graph.Weight(_files.Weights, "flat", 24, 16)], "image_embeds");
            graph.Output("image_embeds", "batch_size", 16);
        }).Save(_files.Vision);

        Assert.Contains("picks from 34 tokens, of which 33 beside the class token are no square grid", _files.Import().GlobalOnly, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsWithoutVectorsAndWithoutATextModel_AreRefused()
    {
        var exception = Assert.Throws<LabelListException>(() => _files.Import(_files.Options with { Text = null, Tokenizer = null }));

        Assert.Contains("every label brings its vector", exception.Message, StringComparison.Ordinal);
    }

    private void Refused(params string[] parts)
    {
        var exception = Assert.Throws<BundleException>(() => _files.Import());
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_files.Bundle));
    }

    /// <summary>Lets an output be another value.</summary>
    private static void Replace(ModelProto model, string output, string value)
    {
        foreach (var node in model.Graph.Node.Where(node => node.Output.Contains(output)).ToArray())
        {
            model.Graph.Node.Remove(node);
        }

        model.Graph.Node.Add(new NodeProto { Name = "other", OpType = "Identity", Input = { value }, Output = { output } });
    }
}
