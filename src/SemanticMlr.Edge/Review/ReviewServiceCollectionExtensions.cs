using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Edge.Review;

/// <summary>Registers the sampling of frames for review.</summary>
public static class ReviewServiceCollectionExtensions
{
    /// <summary>Adds the sampler, the encoder and the review folder.</summary>
    public static IServiceCollection AddReview(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ReviewOptions, ReviewOptionsValidator>().BindConfiguration(ReviewOptions.Section, StrictBinding.Refuse);
        services.AddSingleton<IValidateOptions<ReviewOptions>, ReviewOptionsConsistencyValidator>();
        services.AddMessagingMetrics();
        services.AddSingleton(Sampler);
        services.AddSingleton<ReviewQueue>();
        services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<ReviewQueue>());
        services.AddSingleton<IRecognitionListener, ReviewStage>();
        services.AddSingleton<ReviewStore>();
        services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<ReviewStore>());
        services.AddHostedService<ReviewWorker>();
        return services;
    }

    private static ReviewSampler Sampler(IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        return new ReviewSampler(
            provider.GetRequiredService<IOptions<ReviewOptions>>().Value, time, new Random((int)time.GetTimestamp()).NextDouble);
    }
}
