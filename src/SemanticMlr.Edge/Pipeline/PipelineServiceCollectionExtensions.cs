using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Labels;
using SemanticMlr.Labels.Trust;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Registers the pipeline.</summary>
public static class PipelineServiceCollectionExtensions
{
    /// <summary>Adds the model, the label snapshot and the worker that recognises frames.</summary>
    /// <remarks>
    /// The bundle is read before the host starts, the model opened and proved while it starts, after the session with the broker; either
    /// that cannot be used stops the start.
    /// </remarks>
    public static IServiceCollection AddPipeline(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RecognitionOptions, RecognitionOptionsValidator>().BindConfiguration(RecognitionOptions.Section, StrictBinding.Refuse);
        services.AddOptionsWithValidateOnStart<LabelsOptions, LabelsOptionsValidator>().BindConfiguration(LabelsOptions.Section, StrictBinding.Refuse);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PipelineMetrics>();
        services.AddSingleton<PipelineActivity>();
        services.AddSingleton(OpenBundle);
        services.AddSingleton<LabelSource>();
        services.AddSingleton(OpenCache);
        services.AddSingleton(OpenModel);
        services.AddSingleton<LabelStore>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton(OpenTrustedKeys);
        services.AddSingleton(provider => new SnapshotStore(provider.GetRequiredService<LabelSource>().Begin(
            provider.GetRequiredService<RecognitionModel>(),
            provider.GetRequiredService<LabelStore>(),
            provider.GetRequiredService<AuditLog>(),
            provider.GetRequiredService<ILogger<LabelSource>>())));
        services.AddSingleton(provider => new Lazy<RecognitionModel>(provider.GetRequiredService<RecognitionModel>));
        services.AddSingleton(provider => new Lazy<SnapshotStore>(provider.GetRequiredService<SnapshotStore>));
        services.AddHostedService<RecognitionWorker>();
        return services;
    }

    private static Bundle OpenBundle(IServiceProvider provider)
    {
        if (DeviceMeasurements.TryRead(Options<StateOptions>(provider).PathOf(DeviceMeasurements.FileName), out var measured) is { } damage)
        {
            provider.GetRequiredService<ILogger<Bundle>>().MeasurementsNotUsed(damage);
        }

        return Bundle.Open(InstalledPath.Resolve(Options<RecognitionOptions>(provider).Bundle), measured);
    }

    private static RecognitionModel OpenModel(IServiceProvider provider)
    {
        var options = Options<RecognitionOptions>(provider);
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger<RecognitionModel>();
        return RecognitionModel.Load(provider.GetRequiredService<Bundle>(), options.Inference, provider.GetRequiredService<EmbeddingCache>(), logger);
    }

    private static TrustedKeys OpenTrustedKeys(IServiceProvider provider) =>
        new(Options<LabelsOptions>(provider).TrustedKeys.Select(InstalledPath.Resolve));

    private static EmbeddingCache OpenCache(IServiceProvider provider) => new(
        Options<StateOptions>(provider).PathOf("embeddings"),
        Options<RecognitionOptions>(provider).EmbeddingCacheBytes,
        provider.GetRequiredService<ILogger<EmbeddingCache>>());

    private static T Options<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
