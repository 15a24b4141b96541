using OpenCvSharp;
using SemanticMlr.Simulation;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Data;

/// <summary>Renders the simulated pictures of a recipe.</summary>
internal static class SimulatedBoards
{
    /// <summary>The group of the simulated pictures that follow the look of a group of real ones.</summary>
    public static string GroupAfter(string real) => $"simulated-{real}";

    /// <summary>The pictures in order; each belongs to the caller. Labels that the recipe does not list are left out.</summary>
    public static IEnumerable<BoardImage> Render(SimulationRecipe recipe, IReadOnlyDictionary<string, int> labels)
    {
        var scene = SceneCatalog.Create(recipe.Scene, recipe.Seed);
        using var picture = new Mat(scene.Height, scene.Width, MatType.CV_8UC3);
        for (var index = 0; index < recipe.Count; index++)
        {
            var truth = scene.Render(index, picture);
            var brightness = new Mat();
            Cv2.CvtColor(picture, brightness, ColorConversionCodes.BGR2GRAY);
            var defects = truth.Boxes
                .Where(box => labels.ContainsKey(box.Label))
                .Select(box => new Defect(labels[box.Label], (float)box.CentreX, (float)box.CentreY));
            yield return new BoardImage($"sim:{recipe.Scene}?seed={recipe.Seed}#{index}", GroupAfter(truth.Group), brightness, [.. defects]);
        }
    }
}
