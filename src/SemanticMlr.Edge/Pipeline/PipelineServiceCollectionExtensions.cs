using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Inference;
using SemanticMlr.Inference.Engines;
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
        services.PostConfigure<RecognitionOptions>(LetEnginesTakeEveryBatch);
        services.AddOptionsWithValidateOnStart<LabelsOptions, LabelsOptionsValidator>().BindConfiguration(LabelsOptions.Section, StrictBinding.Refuse);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PipelineMetrics>();
        services.AddSingleton<PipelineActivity>();
        services.AddSingleton(OpenBundle);
        services.AddSingleton<LabelSource>();
        services.AddSingleton(OpenCache);
        services.AddSingleton(OpenLoader);
        services.AddSingleton(OpenModels);
        services.AddSingleton<LabelStore>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton(OpenTrustedKeys);
        services.AddSingleton(provider => new SnapshotStore(provider.GetRequiredService<LabelSource>().Begin(
            provider.GetRequiredService<ModelStore>().Current,
            provider.GetRequiredService<LabelStore>(),
            provider.GetRequiredService<AuditLog>(),
            provider.GetRequiredService<ILogger<LabelSource>>())));
        services.AddSingleton(provider => new Lazy<ModelStore>(provider.GetRequiredService<ModelStore>));
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

    private static ModelLoader OpenLoader(IServiceProvider provider) => new(
        provider.GetRequiredService<Bundle>(),
        Options<RecognitionOptions>(provider).Inference,
        provider.GetRequiredService<EmbeddingCache>(),
        provider.GetRequiredService<ILogger<RecognitionModel>>(),
        OpenEngines(provider));

    private static ModelStore OpenModels(IServiceProvider provider)
    {
        var (model, pending) = provider.GetRequiredService<ModelLoader>().LoadReady();
        return new ModelStore(model, pending);
    }

    /// <summary>Null where nothing of TensorRT is wanted, so that nothing is looked for.</summary>
    private static EngineCache? OpenEngines(IServiceProvider provider)
    {
        var inference = Options<RecognitionOptions>(provider).Inference;
        var limits = inference.TensorRt.EngineCache;
        return limits.Enabled && inference.Chain.Contains(ExecutionProvider.TensorRt)
            ? new EngineCache(
                FolderOf(limits, Options<StateOptions>(provider)),
                limits,
                EngineEnvironment.Read(inference.DeviceId),
                provider.GetRequiredService<ILogger<EngineCache>>(),
                provider.GetRequiredService<TimeProvider>())
            : null;
    }

    /// <summary>Where engines lie.</summary>
    internal static string FolderOf(EngineCacheOptions limits, StateOptions state) => limits.Folder.Length > 0 ? limits.Folder : state.PathOf("engines");

    private static void LetEnginesTakeEveryBatch(RecognitionOptions options)
    {
        if (options.Inference?.TensorRt is { } tensorRt)
        {
            tensorRt.MaxBatch = Math.Max(tensorRt.MaxBatch, options.MaxBatch);
        }
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
