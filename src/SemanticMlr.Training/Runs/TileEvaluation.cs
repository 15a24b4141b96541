using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Text;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Runs;

/// <summary>Scores the tiles of images with a model, through the same pixels that the agent cuts.</summary>
internal sealed class TileEvaluation(Recipe recipe, MatchingModel model, PhraseBook phrases)
{
    private readonly ImageSpecification _specification = recipe.Image.ToSpecification();

    /// <summary>Logits of both heads and the truth for every tile of every image, in order.</summary>
    public IReadOnlyList<TileScore> Score(IReadOnlyList<BoardImage> boards, Action<int, int>? progress = null, CancellationToken cancellationToken = default)
    {
        using var outer = NewDisposeScope();
        using var noGradients = no_grad();
        model.eval();
        var labels = recipe.Labels.Count;
        var embeddings = model.Text.forward(tensor(phrases.Defaults(), [labels, phrases.ContextLength]));
        using var pixels = new RegionPixels(_specification);
        var scores = new List<TileScore>();
        foreach (var board in boards)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var tiles = recipe.Grid.Tiles(board.Brightness.Cols, board.Brightness.Rows);
            var batch = Cut(board, tiles, pixels);
            var (global, patches) = model.Image.forward(Trainer.Normalised(batch, recipe.Image));
            var (_, mkt, clip) = model.Heads.Logits(global, patches, embeddings);
            var (mktLogits, clipLogits) = (mkt.data<float>().ToArray(), clip.data<float>().ToArray());
            scores.AddRange(tiles.Select((tile, index) => new TileScore(
                board.Name, board.Group, tile.Name, Row(mktLogits, index), Row(clipLogits, index), Truth(board, tile.Rectangle))));
            progress?.Invoke(scores.Count / tiles.Count, boards.Count);
        }

        return scores;

        float[] Row(float[] values, int index) => values[(index * labels)..((index + 1) * labels)];
    }

    private CropBatch Cut(BoardImage board, IReadOnlyList<NamedRegion> tiles, RegionPixels pixels)
    {
        var (size, batch) = (recipe.Image.Size, CropSampler.EmptyBatch(recipe, recipe.Image, tiles.Count));
        using var colour = new Mat();
        Cv2.CvtColor(board.Brightness, colour, ColorConversionCodes.GRAY2BGR);
        var square = new byte[3 * size * size];
        for (var index = 0; index < tiles.Count; index++)
        {
            pixels.Write(PixelView.Of(colour), tiles[index].Rectangle, square);
            for (var pixel = 0; pixel < size * size; pixel++)
            {
                batch.Pixels[index * size * size + pixel] = square[3 * pixel];
            }
        }

        return batch;
    }

    private bool[] Truth(BoardImage board, PixelRectangle tile)
    {
        var truth = new bool[recipe.Labels.Count];
        foreach (var defect in board.Defects)
        {
            truth[defect.Label] |= defect.X >= tile.X && defect.X < tile.X + tile.Width && defect.Y >= tile.Y && defect.Y < tile.Y + tile.Height;
        }

        return truth;
    }
}
