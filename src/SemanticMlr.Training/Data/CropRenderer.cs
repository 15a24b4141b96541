using OpenCvSharp;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Data;

/// <summary>Cuts crops of one size out of images and draws their patch targets. Owns scratch memory; not thread-safe.</summary>
internal sealed class CropRenderer(Recipe recipe, ImageRecipe image) : IDisposable
{
    private const int TargetReach = 2;

    private readonly Mat _crop = new();

    /// <summary>Patches along one side.</summary>
    private int Side => image.PatchesPerSide;

    /// <summary>Renders one crop as number <paramref name="index"/> of a batch; without <paramref name="jitter"/> its brightness stays as it is.</summary>
    public void Render(BoardImage board, CropWindow window, PhotometricJitter? jitter, CropBatch batch, int index)
    {
        var (size, labels) = (image.Size, recipe.Labels.Count);
        var transform = new CropTransform(window, size, image.Margin);
        using (var matrix = Mat.FromPixelData(2, 3, MatType.CV_32F, transform.ToImage()))
        {
            Cv2.WarpAffine(
                board.Brightness, _crop, matrix, new Size(size, size), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        }

        jitter?.Apply(_crop);
        _crop.GetArray(out byte[] pixels);
        pixels.CopyTo(batch.Pixels, index * size * size);

        var cells = Side * Side * labels;
        foreach (var defect in board.Defects)
        {
            var (x, y) = transform.ToCrop(defect.X, defect.Y);
            var (column, row) = (x / ImageRecipe.PatchStride - image.Border, y / ImageRecipe.PatchStride - image.Border);
            if (column >= 0 && column < Side && row >= 0 && row < Side)
            {
                batch.Tiles[index * labels + defect.Label] = 1;
            }

            Draw(batch.Patches.AsSpan(index * cells, cells), defect.Label, column, row);
        }
    }

    public void Dispose() => _crop.Dispose();

    /// <summary>A Gaussian hill around the centre, with exactly 1 in the patch that holds it; a centre in the margin leaves its slope only.</summary>
    private void Draw(Span<float> patches, int label, float column, float row)
    {
        var (hitColumn, hitRow) = ((int)MathF.Floor(column), (int)MathF.Floor(row));
        var spread = 2 * (float)(recipe.Loss.TargetSpread * recipe.Loss.TargetSpread);
        for (var j = Math.Max(0, hitRow - TargetReach); j <= Math.Min(Side - 1, hitRow + TargetReach); j++)
        {
            for (var i = Math.Max(0, hitColumn - TargetReach); i <= Math.Min(Side - 1, hitColumn + TargetReach); i++)
            {
                var (dx, dy) = (i + 0.5f - column, j + 0.5f - row);
                var value = (i, j) == (hitColumn, hitRow) ? 1 : MathF.Exp(-(dx * dx + dy * dy) / spread);
                ref var target = ref patches[(j * Side + i) * recipe.Labels.Count + label];
                target = Math.Max(target, value);
            }
        }
    }
}
