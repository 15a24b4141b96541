using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Inference;
using SemanticMlr.Inference.Engines;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Doctor;

/// <summary>The bundle, and every execution provider of the chain with it.</summary>
internal sealed class ProviderCheck(RecognitionOptions options, StateOptions state)
{
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (bundle, fault) = Open();
        if (bundle is null)
        {
            yield return new Finding("bundle", Verdict.Fault, fault!, "Copy the whole bundle again, or name its folder in Recognition:Bundle.");
            yield break;
        }

        yield return new Finding("bundle", Verdict.Ok, $"{bundle.Identity}, every hash right");
        if (DeviceMeasurements.TryRead(state.PathOf(DeviceMeasurements.FileName), out _) is { } damage)
        {
            yield return new Finding("measurements of this device", Verdict.Warning, damage, "Delete the file and run mlr bench forms again; until then the bundle's own measurements stand.");
        }

        var hasLive = false;
        var chain = options.Inference.Chain.ToArray();
        foreach (var provider in chain)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                yield break;
            }

            // Opening a model takes seconds, and on a GPU longer.
            var finding = await Task.Run(() => Look(bundle, provider, hasLive || provider != chain[^1]), cancellationToken);
            hasLive |= finding.Verdict == Verdict.Ok;
            yield return finding;
        }
    }

    private (Bundle? Bundle, string? Fault) Open()
    {
        try
        {
            _ = DeviceMeasurements.TryRead(state.PathOf(DeviceMeasurements.FileName), out var measured);
            return (Bundle.Open(InstalledPath.Resolve(options.Bundle), measured), null);
        }
        catch (BundleException exception)
        {
            return (null, exception.Message);
        }
    }

    /// <summary>An engine that the agent built is opened; else one is built for this look alone, which takes minutes.</summary>
    private EngineCache? OpenEngines()
    {
        var limits = options.Inference.TensorRt.EngineCache;
        return limits.Enabled
            ? new EngineCache(
                PipelineServiceCollectionExtensions.FolderOf(limits, state),
                limits,
                EngineEnvironment.Read(options.Inference.DeviceId),
                NullLogger.Instance,
                isReadOnly: true)
            : null;
    }

    private Finding Look(Bundle bundle, ExecutionProvider provider, bool hasOther)
    {
        var subject = $"provider {provider}";
        try
        {
            var engines = provider == ExecutionProvider.TensorRt ? OpenEngines() : null;
            using var model = new ModelLoader(bundle, options.Inference.Only(provider), cache: null, NullLogger.Instance, engines).Load();
            var proof = model.Provider;
            return new Finding(
                subject, Verdict.Ok,
                FormattableString.Invariant($"{proof.Encoder.File} gives its golden outputs (off by {proof.MaxRelativeDifference:g2}, {proof.Tolerance:g2} allowed)"));
        }
        catch (ExecutionProviderException exception)
        {
            var reason = string.Join("; ", exception.Failures.Select(failure => failure.Reason));
            if (options.Inference.Providers.Length == 0 && !NvidiaDeviceFiles.Any)
            {
                return new Finding(subject, Verdict.Ok, "not used: this machine shows no NVIDIA device");
            }

            var isFault = !hasOther || options.Inference.OnProviderFailure == OnProviderFailure.Fail;
            return new Finding(subject, isFault ? Verdict.Fault : Verdict.Warning, reason, NativeLibraryRemedy.For(reason));
        }
        catch (Exception exception) when (exception is BundleException or LabelListException)
        {
            return new Finding(subject, Verdict.Fault, exception.Message, "Copy the whole bundle again.");
        }
    }
}
