using System.Text.Json.Nodes;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.HeadChecks;

namespace SemanticMlr.Training.Tests.HeadChecks;

[Collection(ProcessWide.Name)]
public sealed class HeadCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void TheGoldenVectors_AreReproduced()
    {
        var report = HeadCheck.Run(Repository.Shared("data", "sigrl", "golden.json"));

        Assert.True(report.Ok);
        Assert.Equal(["label_graph", "labelwise", "correlated", "reconstructed", "local", "global", "score"], report.Outputs.Select(output => output.Output));
        Assert.All(report.Outputs, output => Assert.True(output.Module < 1e-12 && output.Graph < 1e-5));
        Assert.Equal(new HeadSizes(2, 4, 4, 3, 2), report.Sizes);
    }

    [Theory]
    [InlineData(1, 1, 1, 3, 1, 1, 1)]
    [InlineData(3, 9, 5, 6, 4, 2, 3)]
    [InlineData(1, 16, 30, 8, 1000, 4, 2)]
    public void AnotherComputation_OfAnySizes_IsReproduced(int images, int patches, int labels, int dimension, int topK, int heads, int features)
    {
        var sample = PlainSigrl.Case(images, patches, labels, dimension, topK, heads, features);

        var report = HeadCheck.Run(Save(sample));

        Assert.True(report.Ok, string.Join("; ", report.Outputs));
        Assert.Equal(new HeadSizes(images, patches, dimension, labels, topK), report.Sizes);
    }

    [Theory]
    [InlineData("outputs.local", "local")]
    [InlineData("outputs.score", "score")]
    [InlineData("weights.W4", "reconstructed", "local", "score")]
    [InlineData("weights.gatA1", "label_graph", "reconstructed", "local", "score")]
    public void AChangedNumber_IsFoundWhereItActs(string field, params string[] outputs)
    {
        var sample = PlainSigrl.Case(2, 5, 3, 4, 2, 2, 3);
        var array = At(sample, field).AsArray();
        var row = array[0] is JsonArray inner ? inner : array;
        row[0] = row[0]!.GetValue<double>() + 0.5;

        var report = HeadCheck.Run(Save(sample));

        Assert.False(report.Ok);
        Assert.Equal(outputs, report.Outputs.Where(output => output.Module > 1e-5 && output.Graph > 1e-4).Select(output => output.Output));
    }

    [Fact]
    public void ABias_HasNoEffect()
    {
        var sample = PlainSigrl.Case(2, 5, 3, 4, 2, 2, 3);
        sample["weights"]!["b3"]![1] = 17.5;
        sample["weights"]!["b4"]![0] = -9;

        Assert.True(HeadCheck.Run(Save(sample)).Ok);
    }

    [Theory]
    [InlineData("weights.W3", "[[1, 2], [3, 4]]", "weights.W3: has the shape [2, 2], expected [4, 4]")]
    [InlineData("weights.Wfc", "[[1, 2], [3]]", "weights.Wfc: is ragged: [1] has 1 entries, its neighbours 2 entries")]
    [InlineData("weights.gatA1", "[1]", "weights.gatA1: has the shape [1], expected [3]")]
    [InlineData("weights.gatHeads1", "4", "weights.gatW1: has the shape [6, 4], expected [a multiple of gatHeads1 = 4, 4]")]
    [InlineData("weights.gatHeads1", "0", "weights.gatHeads1: must be a whole number from 1")]
    [InlineData("weights.b4", "7", "weights.b4: must be an array of numbers, found Number")]
    [InlineData("weights.b4", "[1, 2, \"x\", 4]", "weights.b4: [2] is no finite number")]
    [InlineData("weights.b4", "[1, 2, 1e999, 4]", "weights.b4: [2] is no finite number")]
    [InlineData("weights.b4", "[]", "weights.b4: holds an empty array")]
    [InlineData("weights.b5", "[1]", "weights.b5: is not known")]
    [InlineData("weights.W4", null, "weights.W4: is missing")]
    [InlineData("inputs.patches", "[[1, 2]]", "inputs.patches: has the shape [1, 2], expected [B, P, D]")]
    [InlineData("inputs.global", "[[1, 2, 3, 4]]", "inputs.global: has the shape [1, 4], expected [2, 4]")]
    [InlineData("inputs.label_embeddings", "[[1, 2, 3]]", "inputs.label_embeddings: has the shape [1, 3], expected [1, 4]")]
    [InlineData("outputs.score", null, "outputs.score: is missing")]
    [InlineData("outputs.labelwise", "[1]", "outputs.labelwise: has the shape [1], expected [2, 3, 4]")]
    [InlineData("topK", "0", "topK: must be a whole number from 1")]
    [InlineData("topK", "1.5", "topK: must be a whole number from 1")]
    [InlineData("mode", "\"sigrl++\"", "mode: \"sigrl++\" is not known; known modes are sigrl")]
    [InlineData("mode", null, "mode: is missing; known modes are sigrl")]
    [InlineData("inputs", "[]", "inputs: must be an object")]
    [InlineData("extra", "1", "extra: is not known")]
    public void AFaultyFile_IsRefusedWithTheFieldAndWhatItShouldBe(string field, string? value, string fault)
    {
        var sample = PlainSigrl.Case(2, 5, 3, 4, 2, 2, 3);
        var text = value is null ? Without(sample, field) : With(sample, field, value);
        var path = Path.Combine(_folder.Path, "case.json");
        File.WriteAllText(path, text);

        var exception = Assert.Throws<HeadCheckException>(() => HeadCheck.Run(path));

        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(exception.Faults, found => found.StartsWith(fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"mode\": \"sigrl\", \"mode\": \"sigrl\"}")]
    public void AFileThatIsNoCase_IsRefused(string text)
    {
        var path = Path.Combine(_folder.Path, "case.json");
        File.WriteAllText(path, text);

        Assert.Throws<HeadCheckException>(() => HeadCheck.Run(path));
    }

    [Fact]
    public void AllFaults_AreListedAtOnce()
    {
        var sample = PlainSigrl.Case(2, 5, 3, 4, 2, 2, 3);
        sample["weights"]!["W3"] = new JsonArray(1.0);
        sample["weights"]!["W4"] = new JsonArray(1.0);
        sample["topK"] = 0;

        var exception = Assert.Throws<HeadCheckException>(() => HeadCheck.Run(Save(sample)));

        Assert.Equal(3, exception.Faults.Count);
    }

    public void Dispose() => _folder.Dispose();

    private static JsonNode At(JsonObject sample, string field) => field.Split('.').Aggregate((JsonNode)sample, (node, name) => node[name]!);

    private static string With(JsonObject sample, string field, string value)
    {
        // As text: 1e999 is no number that a JSON node could hold.
        const string Mark = "\"<value>\"";
        var parts = field.Split('.');
        var parent = parts.Length == 1 ? sample : sample[parts[0]]!.AsObject();
        parent[parts[^1]] = "<value>";
        return sample.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .Replace(Mark, value, StringComparison.Ordinal);
    }

    private static string Without(JsonObject sample, string field)
    {
        var parts = field.Split('.');
        (parts.Length == 1 ? sample : sample[parts[0]]!.AsObject()).Remove(parts[^1]);
        return sample.ToJsonString();
    }

    private string Save(JsonObject sample)
    {
        var path = Path.Combine(_folder.Path, "case.json");
        File.WriteAllText(path, sample.ToJsonString());
        return path;
    }
}
