using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Evaluation;

public sealed class ScoreFileTests : IDisposable
{
    private const string Good = """{"id": "1", "labels": ["a"], "scores": {"a": 1.5, "b": -2}}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_TakesScoresAsLogits_AndWhatIsNotListedAsAbsent()
    {
        var table = Read(null, Good, "", """{"id": 2, "labels": [], "scores": {"b": 3, "a": 1e-3}, "unknown": ["a"], "more": [1]}""");

        Assert.Equal(["a", "b"], table.Labels);
        Assert.Equal(["1", "2"], table.Images);
        Assert.Equal([1.5f, 0.001f], table.Logits(0).ToArray());
        Assert.Equal([-2f, 3f], table.Probabilities(1).ToArray());
        Assert.Equal([Truth.Present, Truth.Unknown], table.TruthOf(0).ToArray());
        Assert.Equal([Truth.Absent, Truth.Absent], table.TruthOf(1).ToArray());
    }

    [Fact]
    public void Read_OfAStar_KnowsOnlyWhatIsListed() =>
        Assert.Equal([Truth.Unknown], Read(null, """{"id": "1", "labels": ["a"], "scores": {"a": 1, "b": 2}, "unknown": ["*"]}""").TruthOf(1).ToArray());

    [Fact]
    public void Read_WithAChoiceOfLabels_PassesOthersOver()
    {
        var table = Read(["b"], """{"id": "1", "labels": ["a", "c"], "scores": {"a": 1, "b": 2}}""", """{"id": "2", "labels": ["b"], "scores": {"b": 2, "z": 1}}""");

        Assert.Equal(["b"], table.Labels);
        Assert.Equal([Truth.Absent, Truth.Present], table.TruthOf(0).ToArray());
    }

    [Theory]
    [InlineData("""{"labels": [], "scores": {"a": 1, "b": 2}}""", "id: is missing")]
    [InlineData("""{"id": "2", "scores": {"a": 1, "b": 2}}""", "labels: is missing")]
    [InlineData("""{"id": "2", "labels": []}""", "scores: is missing")]
    [InlineData("""{"id": "2", "labels": "a", "scores": {"a": 1, "b": 2}}""", "labels: must be an array, found String")]
    [InlineData("""{"id": "2", "labels": [3], "scores": {"a": 1, "b": 2}}""", "labels[0]: must be the name of a label, found 3")]
    [InlineData("""{"id": "2", "labels": ["c"], "scores": {"a": 1, "b": 2}}""", "labels[0]: \"c\" has no score")]
    [InlineData("""{"id": "2", "labels": [], "scores": {"a": 1}}""", "scores.b: is missing")]
    [InlineData("""{"id": "2", "labels": [], "scores": {"a": 1, "b": 2, "c": 3}}""", "scores.c: is not scored in the first line")]
    [InlineData("""{"id": "2", "labels": [], "scores": {"a": "1", "b": 2}}""", "scores.a: must be a number, found String")]
    [InlineData("""{"id": "2", "labels": [], "scores": {"a": null, "b": 2}}""", "scores.a: is missing")]
    [InlineData("""{"id": "2", "labels": [], "scores": {"a": 1e40, "b": 2}}""", "scores.a: is beyond the range")]
    [InlineData("""{"id": "2", "labels": [], "scores": {"a": NaN, "b": 2}}""", "is not valid JSON")]
    [InlineData("""{"id": "2", "labels": [], "scores": {"a": 1, "a": 2}}""", "is not valid JSON")]
    [InlineData("""{"id": "1", "labels": [], "scores": {"a": 1, "b": 2}}""", "id: \"1\" is that of line 1 too")]
    [InlineData("[1]", "expected an object, found Array")]
    public void Read_OfAFaultyLine_NamesFileLineAndField(string line, string expected)
    {
        var message = Assert.Throws<DatasetException>(() => Read(null, Good, line)).Message;

        Assert.Contains("scores.jsonl, line 2: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfManyFaults_ListsThem()
    {
        var message = Assert.Throws<DatasetException>(() => Read(null, Good, "{}", "{}")).Message;

        Assert.Contains("line 2: id", message, StringComparison.Ordinal);
        Assert.Contains("line 3: scores", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfNothing_SaysSo() =>
        Assert.Contains("holds no samples", Assert.Throws<DatasetException>(() => Read(null, "")).Message, StringComparison.Ordinal);

    private EvaluationTable Read(string[]? labels, params string[] lines)
    {
        File.WriteAllLines(_folder.File("scores.jsonl"), lines);
        return ScoreFile.Read(_folder.File("scores.jsonl"), labels);
    }
}
