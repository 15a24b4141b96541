using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

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
        services.AddSingleton(HeatMaps);
        services.AddHostedService<ReviewWorker>();
        return services;
    }

    /// <summary>The bundle is asked for only when a heat map is.</summary>
    private static ReviewHeatMaps HeatMaps(IServiceProvider provider)
    {
        var inference = new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = ReviewHeatMaps.Threads };
        return new ReviewHeatMaps(
            new Lazy<Bundle>(provider.GetRequiredService<Bundle>),
            bundle => RecognitionModel.Load(
                bundle, inference, provider.GetRequiredService<EmbeddingCache>(), provider.GetRequiredService<ILogger<RecognitionModel>>()),
            provider.GetRequiredService<IOptions<ReviewOptions>>(),
            provider.GetRequiredService<MessagingMetrics>(),
            provider.GetRequiredService<ILogger<ReviewHeatMaps>>());
    }

    private static ReviewSampler Sampler(IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        return new ReviewSampler(
            provider.GetRequiredService<IOptions<ReviewOptions>>().Value, time, new Random((int)time.GetTimestamp()).NextDouble);
    }
}
