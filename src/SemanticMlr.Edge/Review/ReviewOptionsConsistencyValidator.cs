using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Review;

/// <summary>What spans several options of reviews.</summary>
internal sealed class ReviewOptionsConsistencyValidator : IValidateOptions<ReviewOptions>
{
    public ValidateOptionsResult Validate(string? name, ReviewOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Jpeg.MinQuality > options.Jpeg.Quality)
        {
            result.AddError(
                $"{ReviewOptions.Section}:{nameof(ReviewOptions.Jpeg)}: {nameof(ReviewJpegOptions.MinQuality)} ({options.Jpeg.MinQuality}) " +
                $"must not exceed {nameof(ReviewJpegOptions.Quality)} ({options.Jpeg.Quality}).");
        }

        return result.Build();
    }
}
