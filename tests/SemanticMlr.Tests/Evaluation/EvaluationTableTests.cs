using SemanticMlr.Evaluation;

namespace SemanticMlr.Tests.Evaluation;

public sealed class EvaluationTableTests
{
    [Theory]
    [InlineData(float.NaN, 0.5f)]
    [InlineData(float.PositiveInfinity, 1)]
    [InlineData(1, float.NaN)]
    public void Add_OfAScoreThatIsNoNumber_NamesLabelAndImage_AndAddsNothing(float logit, float probability)
    {
        var table = new EvaluationTable(["open", "short"]);
        table.BeginImage("a.png");

        var exception = Assert.Throws<InvalidDataException>(() => table.Add([1, logit], [0.5f, probability], TruthText.Parse("1 0")));

        Assert.StartsWith("The score of label short on a.png is no finite number", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, table.Samples);
    }
}
