using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Data;

/// <summary>Draws training batches with the geometry of inference: regions of a grid's tile size, anywhere, some near defects.</summary>
/// <remarks>A batch depends on the seed and the number of the step alone, so a resumed run sees the crops that an unbroken one sees.</remarks>
internal sealed class CropSampler(Recipe recipe, IReadOnlyList<BoardImage> images, int seed) : IDisposable
{
    private readonly ImageRecipe _first = recipe.Image with { Size = recipe.Image.FirstSize };
    private readonly CropRenderer _firstRenderer = new(recipe, recipe.Image with { Size = recipe.Image.FirstSize });
    private readonly CropRenderer _renderer = new(recipe, recipe.Image);

    /// <summary>The batch of a step.</summary>
    public CropBatch Draw(long step)
    {
        var random = new Random(StepSeed.Of(seed, step));
        var isFirst = step < recipe.Schedule.FirstSteps;
        var (image, renderer) = isFirst ? (_first, _firstRenderer) : (recipe.Image, _renderer);
        var batch = EmptyBatch(recipe, image, recipe.Schedule.Batch);

        // Smaller crops show a smaller region at the same scale.
        var share = (double)image.PatchesPerSide / recipe.Image.PatchesPerSide;
        for (var index = 0; index < batch.Count; index++)
        {
            var board = images[random.Next(images.Count)];
            var window = Window(board, share, random);
            renderer.Render(board, window, new PhotometricJitter(recipe.Augmentation, random), batch, index);
        }

        return batch;
    }

    public static CropBatch EmptyBatch(Recipe recipe, ImageRecipe image, int count)
    {
        var (size, side, labels) = (image.Size, image.PatchesPerSide, recipe.Labels.Count);
        return new CropBatch(count, size, new byte[count * size * size], new float[count * side * side * labels], new float[count * labels]);
    }

    public void Dispose()
    {
        _firstRenderer.Dispose();
        _renderer.Dispose();
    }

    private CropWindow Window(BoardImage board, double share, Random random)
    {
        var (width, height) = (board.Brightness.Cols, board.Brightness.Rows);
        var stretch = 1 + recipe.Augmentation.ScaleJitter * (2 * random.NextSingle() - 1);
        var side = Math.Min((float)(share * stretch * width / recipe.Grid.Columns), Math.Min(width, height));
        var symmetry = random.Next(8);
        if (board.Defects.Count > 0 && random.NextDouble() < recipe.Augmentation.NearDefect)
        {
            // From a little outside to a little outside: regions that just miss a defect teach where a region ends.
            var defect = board.Defects[random.Next(board.Defects.Count)];
            var x = Math.Clamp(defect.X - side * (1.2f * random.NextSingle() - 0.1f), 0, width - side);
            var y = Math.Clamp(defect.Y - side * (1.2f * random.NextSingle() - 0.1f), 0, height - side);
            return new CropWindow(x, y, side, symmetry);
        }

        return new CropWindow(Anywhere(random, width - side), Anywhere(random, height - side), side, symmetry);
    }

    /// <summary>Tiles of a grid touch the edge of the image far more often than windows at random places would.</summary>
    private float Anywhere(Random random, float free)
    {
        var place = random.NextDouble();
        var edge = recipe.Augmentation.AtEdge / 2;
        return place < edge ? 0 : place < 2 * edge ? free : random.NextSingle() * free;
    }
}
