using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Support;

/// <summary>Whether this build and this machine can run CUDA: <c>tests/gpu/check.sh</c> makes such a build and insists on it.</summary>
internal static class CudaDevice
{
    private static readonly Lazy<string?> Found = new(FindFault);

    /// <summary>Why there is none, or null where there is one.</summary>
    public static string? Fault => Found.Value;

    /// <summary>Skips the test where CUDA cannot run, unless the environment says that it must.</summary>
    public static void Require()
    {
        if (Fault is { } fault)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("SEMANTICMLR_REQUIRE_CUDA") == "1", "skipped: no CUDA device");
            Assert.Fail(fault);
        }
    }

    private static string? FindFault()
    {
        using var files = new TinyBundle();
        try
        {
            var options = new InferenceOptions { Providers = [ExecutionProvider.Cuda], OnProviderFailure = OnProviderFailure.Fail };
            RecognitionModel.Load(Bundle.Open(files.Folder), options, cache: null, NullLogger.Instance).Dispose();
            return null;
        }
        catch (ExecutionProviderException exception)
        {
            return exception.Message;
        }
    }
}
