using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Engines;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Labels.Trust;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge;

/// <summary>Runs a host so that the exit code tells the service manager what happened.</summary>
public static class HostExtensions
{
    /// <summary>Every fault of the configuration, of all stages at once; empty where there is none.</summary>
    public static IReadOnlyList<string> FindConfigurationFaults(this IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        try
        {
            host.Services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
        catch (InvalidOperationException exception)
        {
            // The binder's: a value of the wrong type, or a name that no option has.
            return [exception.InnerException is null ? exception.Message : $"{exception.Message} {exception.InnerException.Message}"];
        }
        catch (AggregateException exception)
        {
            return [.. exception.Flatten().InnerExceptions.SelectMany(
                inner => inner is OptionsValidationException options ? options.Failures : [inner.Message])];
        }
    }

    /// <summary>Starts the host and waits until it is stopped; the caller disposes it.</summary>
    /// <returns>One of <see cref="ExitCodes"/>; faults of the configuration, the bundle and the label list go to <paramref name="errors"/>.</returns>
    public static async Task<int> RunToExitCodeAsync(this IHost host, TextWriter errors, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(errors);
        try
        {
            var faults = host.FindConfigurationFaults();
            if (faults.Count > 0)
            {
                await errors.WriteLineAsync(string.Join(Environment.NewLine, faults));
                return ExitCodes.Configuration;
            }

            // Read before the host starts, whose log would bury an unusable bundle or list in a stack trace.
            host.Services.GetService<LabelSource>();
            host.Services.GetService<TrustedKeys>();
            host.Services.GetService<MessageOutbox>()?.Open();
            await host.StartAsync(cancellationToken);
            var workers = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
            await host.WaitForShutdownAsync(cancellationToken);
            if (workers.OfType<EngineBuildWorker>().Select(worker => worker.ExecuteTask?.Exception?.InnerException).FirstOrDefault() is { } fault && IsUnusableInput(fault))
            {
                await errors.WriteLineAsync(fault.Message);
                return ExitCodes.Configuration;
            }

            return workers.Any(worker => worker.ExecuteTask is { IsFaulted: true }) ? ExitCodes.WorkerFailed : ExitCodes.Stopped;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }
        catch (OutboxException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return exception.CanPass ? ExitCodes.WorkerFailed : ExitCodes.Configuration;
        }
        catch (Exception exception) when (IsUnusableInput(exception))
        {
            await errors.WriteLineAsync(exception.Message);
            return ExitCodes.Configuration;
        }
    }

    private static bool IsUnusableInput(Exception exception) =>
        exception is BundleException or LabelListException or TrustException or CalibrationException or ExecutionProviderException;
}
