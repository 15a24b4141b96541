using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Registers the pipeline.</summary>
public static class PipelineServiceCollectionExtensions
{
    /// <summary>Adds the model, the label snapshot and the worker that recognises frames.</summary>
    /// <remarks>The model is opened and proved when the host is started; a bundle that cannot be used stops the start.</remarks>
    public static IServiceCollection AddPipeline(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RecognitionOptions, RecognitionOptionsValidator>().BindConfiguration(RecognitionOptions.Section, StrictBinding.Refuse);
        services.AddOptions<LabelsOptions>().BindConfiguration(LabelsOptions.Section, StrictBinding.Refuse);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PipelineMetrics>();
        services.AddSingleton(OpenModel);
        services.AddSingleton(provider => new SnapshotStore(InitialSnapshot(provider)));
        services.AddHostedService<RecognitionWorker>();
        return services;
    }

    private static RecognitionModel OpenModel(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<RecognitionOptions>>().Value;
        var state = provider.GetRequiredService<IOptions<StateOptions>>().Value;
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger<RecognitionModel>();
        var cache = new EmbeddingCache(state.PathOf("embeddings"), options.EmbeddingCacheBytes, logger);
        return RecognitionModel.Load(Bundle.Open(InstalledPath.Resolve(options.Bundle)), options.Inference, cache, logger);
    }

    private static RecognitionSnapshot InitialSnapshot(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<LabelsOptions>>().Value;
        var model = provider.GetRequiredService<RecognitionModel>();
        return LabelSource.Load(model, options, provider.GetRequiredService<TimeProvider>());
    }
}
