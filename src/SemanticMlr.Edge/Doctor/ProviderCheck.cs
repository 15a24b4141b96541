using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Doctor;

/// <summary>The bundle, and every execution provider of the chain with it.</summary>
internal sealed class ProviderCheck(RecognitionOptions options, StateOptions state)
{
    /// <summary>Where the drivers of NVIDIA's cards and of a Jetson show their devices.</summary>
    private static readonly string[] Devices = ["/dev/nvidiactl", "/dev/nvhost-gpu", "/dev/nvmap"];

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

    private Finding Look(Bundle bundle, ExecutionProvider provider, bool hasOther)
    {
        var subject = $"provider {provider}";
        try
        {
            using var model = RecognitionModel.Load(bundle, options.Inference.Only(provider), cache: null, NullLogger.Instance);
            var proof = model.Provider;
            return new Finding(
                subject, Verdict.Ok,
                FormattableString.Invariant($"{proof.Encoder.File} gives its golden outputs (off by {proof.MaxRelativeDifference:g2}, {proof.Tolerance:g2} allowed)"));
        }
        catch (ExecutionProviderException exception)
        {
            var reason = string.Join("; ", exception.Failures.Select(failure => failure.Reason));
            if (options.Inference.Providers.Length == 0 && !Array.Exists(Devices, Path.Exists))
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
