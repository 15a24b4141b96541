using SemanticMlr.Simulation;

namespace SemanticMlr.Training.Recipes.VisionLanguage;

/// <summary>Which seeds of a scene are for what, so that no picture is used twice.</summary>
public static class VisionLanguageSeeds
{
    /// <summary>From here up to <see cref="SceneCatalog.FirstTestSeed"/>: pictures that choose and calibrate. Those below train.</summary>
    public const long FirstValidation = SceneCatalog.FirstTestSeed / 2;
}
