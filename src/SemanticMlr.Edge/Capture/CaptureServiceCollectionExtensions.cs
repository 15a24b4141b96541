using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Capture;

/// <summary>Registers the cameras.</summary>
public static class CaptureServiceCollectionExtensions
{
    /// <summary>Adds <see cref="CameraSet"/> and what keeps its cameras open; <see cref="ICameraListener"/>s are registered by who listens.</summary>
    public static IServiceCollection AddCapture(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CaptureOptions, CaptureOptionsValidator>()
            .BindConfiguration(CaptureOptions.Section, StrictBinding.Refuse);
        services.AddSingleton<IValidateOptions<CaptureOptions>, CaptureConsistencyValidator>();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CaptureMetrics>();
        services.AddSingleton<FrameSourceFactory>();
        services.AddSingleton<CameraRunnerFactory>();
        services.AddSingleton<CameraSet>();
        services.AddHostedService<CaptureWorker>();
        return services;
    }
}
