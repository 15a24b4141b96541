using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Bundles;

public sealed class BundleTests : IDisposable
{
    private readonly TinyBundle _files = new();

    public static TheoryData<string> FileFaults => [.. BundleFaults.OfFiles.Keys];

    public static TheoryData<string> GraphFaults => [.. BundleFaults.OfGraphs.Keys];

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Open_OfASoundBundle_GivesManifestLabelsAndPaths()
    {
        var bundle = Bundle.Open(_files.Folder);

        Assert.Equal("tiny@2", bundle.Identity);
        Assert.Equal(["open", "short", "spur"], bundle.Labels.Labels.Select(label => label.Id));
        Assert.Equal(bundle.Labels.Labels.Count, bundle.LabelSet("seen").Labels.Count);
        Assert.True(File.Exists(bundle.PathOf(bundle.Manifest.Encoders[0])));
        Assert.Equal("mkt", bundle.HeadName(null));
        Assert.Contains("clip, mkt", Assert.Throws<BundleException>(() => bundle.HeadName("sigrl")).Message, StringComparison.Ordinal);
        Assert.Contains("there are seen", Assert.Throws<BundleException>(() => bundle.LabelSet("unseen")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfAManifestWithoutOptionalMembers_TakesTheDefaults()
    {
        _files.EditJson(json =>
        {
            json.Remove("labelSets");
            json.Remove("graph");
            json.Remove("words");
            json.Remove("provenance");
            json["image"] = new JsonObject { ["size"] = TinyGraphs.Size };
            json["text"]!.AsObject().Remove("prompt");
            json["text"]!["tokenizer"]!.AsObject().Remove("lowerCase");
        });

        var manifest = Bundle.Open(_files.Folder).Manifest;

        Assert.Empty(manifest.LabelSets);
        Assert.Equal([1, 1, 1], manifest.Image.Std);
        Assert.Equal("{label}", manifest.Text.Prompt);
        Assert.True(manifest.Text.Tokenizer!.LowerCase);
    }

    [Fact]
    public void Open_OfNoFolder_SaysSo() =>
        Assert.Contains("no such folder", Assert.Throws<BundleException>(() => Bundle.Open("/nowhere/at/all")).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(FileFaults))]
    public void Open_OfABrokenBundle_NamesFileAndFault(string name)
    {
        var (breakIt, file, fault) = BundleFaults.OfFiles[name];
        breakIt(_files);

        AssertNames(file, fault, Assert.Throws<BundleException>(() => Bundle.Open(_files.Folder)));
    }

    [Theory]
    [MemberData(nameof(GraphFaults))]
    public void Load_OfGraphsThatDoNotFit_NamesFileAndFault(string name)
    {
        var (breakIt, file, fault) = BundleFaults.OfGraphs[name];
        breakIt(_files);

        var options = new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = 1 };
        AssertNames(file, fault, Assert.Throws<BundleException>(() =>
            RecognitionModel.Load(Bundle.Open(_files.Folder), options, cache: null, NullLogger.Instance).Dispose()));
    }

    private static void AssertNames(string file, string fault, BundleException exception)
    {
        Assert.EndsWith(file, exception.Path, StringComparison.Ordinal);
        Assert.StartsWith(exception.Path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }
}
