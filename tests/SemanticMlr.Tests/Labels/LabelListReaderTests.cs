using System.Globalization;
using System.Text;
using SemanticMlr.Labels;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Labels;

public sealed class LabelListReaderTests
{
    private static readonly LabelListRules Rules = new()
    {
        Dimension = 2,
        Encoder = "tiny-text",
        Now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public void Parse_OfASoundList_ReadsEveryMember()
    {
        var list = Parse("""
            {"schema": 1, "id": "pcb", "version": 7, "expires": "2026-12-01T00:00:00Z", "prompt": "a {label}", "labels": [
              {"id": "open", "text": "Open circuit", "aliases": ["break"], "threshold": 0.25, "review": {"low": 0.1, "high": 0.9},
               "severity": "critical", "enabled": false, "embedding": "AACAPwAAAEA=", "encoder": "tiny-text"},
              {"id": "short", "text": "short", "threshold": null, "review": null, "embedding": null}]}
            """);

        Assert.Equal(("pcb", 7, "a {label}"), (list.Id, list.Version, list.Prompt));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), list.Expires);
        var open = list.Labels[0];
        Assert.Equal(("open", "Open circuit", 0.25, LabelSeverity.Critical, false), (open.Id, open.Text, open.Threshold, open.Severity, open.Enabled));
        Assert.Equal(["break"], open.Aliases);
        Assert.Equal(new ReviewBand(0.1, 0.9), open.Review);
        Assert.Equal([1f, 2f], new[] { BitConverter.ToSingle(open.Embedding!, 0), BitConverter.ToSingle(open.Embedding!, 4) });
        Assert.Equal((null, null, true), (list.Labels[1].Threshold, list.Labels[1].Review, list.Labels[1].Enabled));
    }

    [Fact]
    public void Parse_ListsEveryFaultAtOnce()
    {
        var exception = Assert.Throws<LabelListException>(() => Parse("""
            {"schema": 1, "id": "PCB", "version": 0, "colour": 1, "labels": [
              {"id": "a", "text": ""}, {"id": "a", "text": "x", "threshold": 2}, {"text": "X", "review": {"low": 0.9, "high": 0.1}}, 5]}
            """));

        Assert.Equal(
            [
                "colour: is not known",
                "id: must match",
                "version: must be at least 1",
                "labels[0].text: is empty",
                "labels[1].threshold: must be 0 to 1, found 2",
                "labels[1].id: \"a\" is the same as labels[0].id",
                "labels[2].id: is missing",
                "labels[2].review: low 0.9 is above high 0.1",
                "labels[2].text: \"X\" is the same as labels[1].text",
                "labels[3]: must be an object",
            ],
            exception.Faults.Select(fault => fault.Split("; known")[0].Split(" [")[0].Split(", found \"")[0].Split(", found N")[0].Split(", found 0")[0]));
        Assert.StartsWith("test.json: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("[]", "$: must be an object, found Array")]
    [InlineData("null", "$: must be an object, found Null")]
    [InlineData("{\"schema\": 1, \"id\": \"a\"", "is not valid JSON")]
    [InlineData("{\"schema\": 1, \"schema\": 1}", "is not valid JSON")]
    [InlineData("{\"schema\": 2, \"anything\": true}", "schema: 2 is newer than 1, which this version reads; update this program")]
    [InlineData("{\"schema\": 1.5, \"id\": \"a\", \"version\": 1, \"labels\": []}", "schema: must be a whole number")]
    [InlineData("{\"schema\": 1, \"id\": \"a\", \"version\": 1, \"labels\": []}", "labels: must hold 1 to 2000 labels, found 0")]
    [InlineData("{\"schema\": 1, \"id\": \"a\", \"version\": \"1\", \"labels\": {}}", "labels: must be an array, found Object")]
    [InlineData("{\"id\": \"\\ud800\"}", "holds text that is not Unicode")]
    public void Parse_OfSomethingElse_IsRefused(string json, string fault) => AssertFault(json, fault);

    [Theory]
    [InlineData("\"id\": \"Open\"", "labels[0].id: must match [a-z0-9_-]{1,64}, found \"Open\"")]
    [InlineData("\"id\": \"a\\n\"", "labels[0].id: must match")]
    [InlineData("\"id\": 5", "labels[0].id: must be a string, found Number")]
    [InlineData("\"id\": \"b\"", "labels[1].id: \"b\" is the same as labels[0].id")]
    [InlineData("\"text\": \" \\t\"", "labels[0].text: is empty")]
    [InlineData("\"text\": \"a\\u0000b\"", "labels[0].text: has a control character")]
    [InlineData("\"text\": \"CAF\\u00c9\"", "labels[1].aliases[0]: \"cafe\u0301\" is the same as labels[0].text")]
    [InlineData("\"text\": \"no   CAP\"", "labels[1].text: \"no cap\" is the same as labels[0].text")]
    [InlineData("\"text\": \"stra\\u00dfe\", \"aliases\": [\"STRA\\u00dfE\"]", "labels[0].aliases[0]")]
    [InlineData("\"aliases\": [3]", "labels[0].aliases[0]: must be a string")]
    [InlineData("\"aliases\": [\"\"]", "labels[0].aliases[0]: is empty")]
    [InlineData("\"threshold\": -0.1", "labels[0].threshold: must be 0 to 1, found -0.1")]
    [InlineData("\"threshold\": \"0.5\"", "labels[0].threshold: must be a number, found String")]
    [InlineData("\"threshold\": 1e999", "labels[0].threshold: is no finite number")]
    [InlineData("\"review\": {\"low\": 0.1}", "labels[0].review.high: is missing")]
    [InlineData("\"review\": {\"low\": 0.1, \"high\": 1.1}", "labels[0].review.high: must be 0 to 1, found 1.1")]
    [InlineData("\"review\": {\"low\": 0.1, \"high\": 0.2, \"mid\": 1}", "labels[0].review.mid: is not known")]
    [InlineData("\"severity\": \"fatal\"", "labels[0].severity: must be info, warning or critical, found \"fatal\"")]
    [InlineData("\"enabled\": 1", "labels[0].enabled: must be true or false")]
    [InlineData("\"weight\": 1", "labels[0].weight: is not known")]
    [InlineData("\"encoder\": \"tiny-text\"", "labels[0].encoder: stands without an embedding")]
    [InlineData("\"embedding\": \"AACAPwAAAEA=\"", "labels[0].encoder: is missing")]
    [InlineData("\"embedding\": \"AACAPwAAAEA=\", \"encoder\": \"clip\"", "labels[0].encoder: the embedding comes from \"clip\", the bundle's text encoder is \"tiny-text\"")]
    [InlineData("\"embedding\": \"AACAPw==\", \"encoder\": \"tiny-text\"", "labels[0].embedding: has 4 bytes, expected 8")]
    [InlineData("\"embedding\": \"%%%\", \"encoder\": \"tiny-text\"", "labels[0].embedding: must be base64")]
    [InlineData("\"embedding\": \"AADAfwAAAEA=\", \"encoder\": \"tiny-text\"", "labels[0].embedding: holds a value that is not a number")]
    public void Parse_OfAListWithAFaultyLabel_NamesThePlace(string members, string fault)
    {
        var label = members.Contains("\"id\"", StringComparison.Ordinal) ? members : $"\"id\": \"a\", {members}";
        label = label.Contains("\"text\"", StringComparison.Ordinal) ? label : $"{label}, \"text\": \"t\"";
        AssertFault($$"""{"schema": 1, "id": "l", "version": 1, "labels": [{{{label}}}, {"id": "b", "text": "no cap", "aliases": ["cafe\u0301"]}]}""", fault);
    }

    [Theory]
    [InlineData("\"expires\": \"2026-11-23T11:59:59Z\"", "expires: the list expired at 2026-11-23 11:59:59Z")]
    [InlineData("\"expires\": \"soon\"", "expires: must be a time")]
    [InlineData("\"prompt\": \"a label\"", "prompt: must contain {label}")]
    [InlineData("\"extra\": {}", "extra: is not known; known are schema, id, version")]
    public void Parse_OfAListWithAFaultyMember_NamesIt(string member, string fault) =>
        AssertFault($$"""{"schema": 1, "id": "l", "version": 1, {{member}}, "labels": [{"id": "b", "text": "b"}]}""", fault);

    [Fact]
    public void Parse_OfTooManyLabels_SaysHowMany()
    {
        var labels = string.Join(", ", Enumerable.Range(0, 2_001).Select(index => string.Create(CultureInfo.InvariantCulture, $$"""{"id": "l{{index}}", "text": "text {{index}}"}""")));

        AssertFault($$"""{"schema": 1, "id": "l", "version": 1, "labels": [{{labels}}]}""", "labels: must hold 1 to 2000 labels, found 2001");
    }

    [Fact]
    public void Parse_OfAListWhereAllIsDisabled_IsRefused() =>
        AssertFault("""{"schema": 1, "id": "l", "version": 1, "labels": [{"id": "b", "text": "b", "enabled": false}]}""", "labels: all are disabled");

    [Fact]
    public void Read_OfAFileThatIsNotUtf8_NamesFileAndByte()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("l.json"), Encoding.Latin1.GetBytes("""{"schema": 1, "id": "é"}"""));

        var exception = Assert.Throws<LabelListException>(() => LabelListReader.Read(folder.File("l.json")));
        Assert.StartsWith(folder.File("l.json"), exception.Message, StringComparison.Ordinal);
        Assert.Contains("is not UTF-8 (at byte 21)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfTenMegabytes_IsRefusedUnread()
    {
        using var folder = new TemporaryFolder();
        using (var stream = File.Create(folder.File("l.json")))
        {
            stream.SetLength(10 << 20);
        }

        Assert.Contains("10485760 bytes are more than", Assert.Throws<LabelListException>(() => LabelListReader.Read(folder.File("l.json"))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<LabelListException>(() => LabelListReader.Read(folder.File("none.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AcceptsAByteOrderMark()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("l.json"), """{"schema": 1, "id": "l", "version": 1, "labels": [{"id": "b", "text": "b"}]}""", new UTF8Encoding(true));

        Assert.Equal("l", LabelListReader.Read(folder.File("l.json")).Id);
    }

    private static LabelList Parse(string json) => LabelListReader.Parse(Encoding.UTF8.GetBytes(json), "test.json", Rules);

    private static void AssertFault(string json, string fault)
    {
        var exception = Assert.Throws<LabelListException>(() => Parse(json));
        Assert.StartsWith("test.json: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(exception.Faults, found => found.StartsWith(fault, StringComparison.Ordinal));
    }
}
