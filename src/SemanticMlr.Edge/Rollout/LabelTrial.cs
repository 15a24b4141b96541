using SemanticMlr.Imaging;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Scores pictures with several label tables at once, beside the pipeline: each region is encoded once, and not at all where its features are kept.</summary>
internal static class LabelTrial
{
    /// <summary>Regions encoded at once: few, so that the pipeline gets its turn between.</summary>
    private const int Capacity = 4;

    /// <summary>Scores all regions of the pictures.</summary>
    /// <param name="model">The model that the pipeline runs; the batch is the trial's own.</param>
    /// <param name="pictures">The pictures; features that they have of another form of the encoder are not used.</param>
    /// <param name="snapshots">The label tables and heads.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="SemanticMlr.Inference.ExecutionProviderException">A graph failed.</exception>
    public static TrialScores Score(
        RecognitionModel model, IReadOnlyList<TrialPicture> pictures, IReadOnlyList<RecognitionSnapshot> snapshots, CancellationToken cancellationToken = default)
    {
        var regions = pictures.SelectMany((picture, index) => picture.Regions.Select((_, region) => (Picture: index, Region: region))).ToArray();
        var logits = snapshots.Select(_ => new float[regions.Length][]).ToArray();
        var places = Enumerable.Range(0, regions.Length).ToLookup(place => FeaturesOf(pictures[regions[place].Picture]) is not null);
        using var batch = model.CreateBatch(Capacity);
        using var pixels = new RegionPixels(model.Bundle.Manifest.Image);
        foreach (var chunk in places[true].Chunk(Capacity).Concat(places[false].Chunk(Capacity)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fill(chunk);
            for (var table = 0; table < snapshots.Count; table++)
            {
                model.Score(batch, chunk.Length, snapshots[table]);
                for (var index = 0; index < chunk.Length; index++)
                {
                    logits[table][chunk[index]] = batch.Logits(index).ToArray();
                }
            }
        }

        return new TrialScores(regions, logits);

        FrameFeatures? FeaturesOf(TrialPicture picture) => picture.Features is { } kept && kept.Encoder == model.Provider.Encoder.Sha256 ? kept : null;

        void Fill(int[] chunk)
        {
            var isKept = false;
            for (var index = 0; index < chunk.Length; index++)
            {
                var (picture, region) = (pictures[regions[chunk[index]].Picture], regions[chunk[index]].Region);
                isKept = FeaturesOf(picture) is not null;
                if (FeaturesOf(picture) is { } features)
                {
                    batch.SetFeatures(index, features.Of(region));
                }
                else
                {
                    pixels.Write(PixelView.Of(picture.Image), picture.Regions[region].Rectangle, batch.PixelsOf(index));
                }
            }

            if (!isKept)
            {
                model.Encode(batch, chunk.Length);
            }
        }
    }
}
