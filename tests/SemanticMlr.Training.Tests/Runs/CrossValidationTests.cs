using SemanticMlr.Datasets;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Training.Tests.Runs;

public sealed class CrossValidationTests
{
    [Theory]
    [InlineData("a/b,a", "The folds name a more than once")]
    [InlineData("a,a/b", "The folds name a more than once")]
    [InlineData("a/", "A fold names no group")]
    public async Task Folds_that_overlap_or_are_empty_are_refused_before_anything_is_trained(string folds, string expected)
    {
        using var folder = new TemporaryFolder();
        var options = new TrainingOptions { Recipe = TinyRecipe.Create(), DataPath = folder.File("none.jsonl"), StateFolder = folder.File("state") };
        string[][] groups = [.. folds.Split('/').Select(fold => fold.Split(',', StringSplitOptions.RemoveEmptyEntries))];

        var exception = await Assert.ThrowsAsync<DatasetException>(
            () => CrossValidation.ExecuteAsync(options, groups, TimeProvider.System, null, TestContext.Current.CancellationToken));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.StateFolder));
    }
}
