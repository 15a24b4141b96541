using SemanticMlr.Evaluation;

namespace SemanticMlr.Tests.Evaluation;

public sealed class TopLabelsTests
{
    [Fact]
    public void Count_MarksTheBestLabelsOfEverySample()
    {
        var table = new EvaluationTable(["a", "b", "c", "d"]);
        table.BeginImage("1");
        table.Add([4, 3, 2, 1], new float[4], TruthText.Parse("1 0 1 0"));
        table.Add([1, 2, 3, 4], new float[4], TruthText.Parse("1 0 0 1"));

        // Marked: a b, then d c. Hits: a, d. Positives: 4.
        var counts = TopLabels.Count(table, 2);

        Assert.Equal(new DecisionCounts(2, 2, 2, 2), counts);
        Assert.Equal(0.5, counts.F1);
    }

    [Fact]
    public void Count_OfMoreThanThereAre_MarksAll() => Assert.Equal(2.0 * 1 / 3, OneOfTwo(best: 5).F1, 1e-12);

    [Fact]
    public void Count_LeavesUnknownLabelsOut()
    {
        var table = new EvaluationTable(["a", "b"]);
        table.BeginImage("1");
        table.Add([2, 1], new float[2], TruthText.Parse("? 1"));

        Assert.Equal(new DecisionCounts(1, 0, 0, 0), TopLabels.Count(table, 1));
    }

    private static DecisionCounts OneOfTwo(int best)
    {
        var table = new EvaluationTable(["a", "b"]);
        table.BeginImage("1");
        table.Add([2, 1], new float[2], TruthText.Parse("1 0"));
        return TopLabels.Count(table, best);
    }
}
