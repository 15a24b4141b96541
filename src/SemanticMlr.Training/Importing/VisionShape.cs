namespace SemanticMlr.Training.Importing;

/// <summary>What a run of the untouched image model showed.</summary>
/// <param name="Dimension">Length D of the embedding.</param>
/// <param name="Entry">Shape of the picked or pooled vector of one image, without the batch.</param>
/// <param name="Features">Shape of the features of all places, without the batch.</param>
internal sealed record VisionShape(int Dimension, long[] Entry, long[] Features)
{
    /// <summary>Why the features cannot be projected place by place, or null where they can.</summary>
    public string? FaultOf(EmbeddingTail tail)
    {
        var pick = TailFinder.Name(tail.Pick);
        if (tail.Kind == PickKind.MapMean)
        {
            return Features.Length == 3 && Entry.Aggregate(1L, (product, side) => product * side) == Features[0]
                ? null
                : $"the node {pick} pools values of the shape [B, {string.Join(", ", Features)}]; a feature map [B, W, H, W'] was expected";
        }

        if (Features.Length != 2 || Entry.Aggregate(1L, (product, side) => product * side) != Features[1])
        {
            return $"the node {pick} picks from values of the shape [B, {string.Join(", ", Features)}]; tokens [B, N, W] were expected";
        }

        var first = tail.Kind == PickKind.ClassToken ? 1 : 0;
        var places = Features[0] - first;
        if (places < 1)
        {
            return $"the node {pick} picks from a single token: an attention pool has mixed the patches before, so that no patch has a projection of its own";
        }

        var side = (long)Math.Round(Math.Sqrt(places));
        return side * side == places
            ? null
            : $"the node {pick} picks from {Features[0]} tokens, of which {places} beside the class token are no square grid (other tokens are among them)";
    }
}
