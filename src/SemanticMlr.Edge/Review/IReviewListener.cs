namespace SemanticMlr.Edge.Review;

/// <summary>Takes frames under review further.</summary>
public interface IReviewListener
{
    /// <summary>Takes one item. Called on the review worker, one item after another.</summary>
    void Sampled(ReviewItem item);
}
