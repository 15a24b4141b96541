using SemanticMlr.Datasets;
using SemanticMlr.Training.Features;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>The samples of a run, split, with what training may know of them. Owns the sources.</summary>
/// <param name="Labels">Labels and given vectors.</param>
/// <param name="Features">Sizes of cached features; null where the encoder is trained.</param>
/// <param name="TrainingSource">The samples that are trained on and choose the best pass.</param>
/// <param name="TestSource">The samples that are measured at the end.</param>
/// <param name="Split">Which samples are which; <c>Test</c> speaks of <paramref name="TestSource"/>.</param>
/// <param name="Observed">By sample of the training source: what training may know.</param>
/// <param name="TrainingSamples">The samples of the training source.</param>
/// <param name="TestSamples">The samples of the test source.</param>
internal sealed record HeadData(
    LabelVectors Labels,
    FeatureShape? Features,
    ISampleSource TrainingSource,
    ISampleSource TestSource,
    SampleSplit Split,
    IReadOnlyList<IReadOnlyList<Truth>> Observed,
    SampleSet TrainingSamples,
    SampleSet TestSamples) : IDisposable
{
    /// <summary>Patches P that the head reads of a sample.</summary>
    /// <param name="recipe">The recipe of the data.</param>
    public int PatchCount(HeadRecipe recipe) => Features?.Patches ?? recipe.Encoder.Trained!.PatchCount;

    /// <inheritdoc/>
    public void Dispose()
    {
        TrainingSource.Dispose();
        TestSource.Dispose();
    }
}
