using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Inference.Engines;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Recognition;

/// <summary>Real engines of the shipped bundle, where there is a GPU with TensorRT; <c>tests/gpu/check.sh</c> insists on them there.</summary>
public sealed class TensorRtTests : IDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly EngineEnvironment _environment = EngineEnvironment.Read(0);

    public TensorRtTests()
    {
        if (!_environment.CanBuild)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("SEMANTICMLR_REQUIRE_TENSORRT") == "1", "skipped: no TensorRT");
            Assert.Fail($"There is no TensorRT to test: {_environment}.");
        }

        _folder = new TemporaryFolder();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnEngine_IsBuiltOnce_KeptAndProved_AndTakesEveryBatchWithoutBeingBuiltAnew()
    {
        var (ready, pending) = Loader(ExecutionProvider.TensorRt, ExecutionProvider.Cpu).LoadReady();
        using (ready)
        {
            Assert.Equal((ExecutionProvider.Cpu, ExecutionProvider.TensorRt), (ready.Provider.Active, pending));
        }

        Loader(ExecutionProvider.TensorRt).Build(ExecutionProvider.TensorRt).Dispose();
        var files = Files();
        Assert.Contains(files, file => file.Name.EndsWith(".engine", StringComparison.Ordinal));

        (var kept, pending) = Loader(ExecutionProvider.TensorRt, ExecutionProvider.Cpu).LoadReady();
        using (kept)
        {
            Assert.Equal((ExecutionProvider.TensorRt, (ExecutionProvider?)null), (kept.Provider.Active, pending));
            Assert.InRange(kept.Provider.MaxRelativeDifference, 0, kept.Provider.Tolerance);
            using var batch = kept.CreateBatch(18);
            foreach (var count in (int[])[1, 18, 2, 9])
            {
                kept.Encode(batch, count);
            }
        }

        Assert.Equal(files, Files());
    }

    [Fact]
    public void ADamagedEngine_NeverReachesTensorRt()
    {
        Loader(ExecutionProvider.TensorRt).Build(ExecutionProvider.TensorRt).Dispose();
        var engine = Directory.GetFiles(_folder.Path, "*.engine", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(engine, File.ReadAllBytes(engine)[..1_000]);

        var (model, pending) = Loader(ExecutionProvider.TensorRt, ExecutionProvider.Cpu).LoadReady();

        model.Dispose();
        Assert.Equal(ExecutionProvider.TensorRt, pending);
    }

    [Fact]
    public void OtherSettings_MakeAnEngineOfTheirOwn()
    {
        Loader(ExecutionProvider.TensorRt).Build(ExecutionProvider.TensorRt).Dispose();

        var (model, pending) = Loader(new TensorRtOptions { Fp16 = true }, ExecutionProvider.TensorRt, ExecutionProvider.Cpu).LoadReady();

        model.Dispose();
        Assert.Equal(ExecutionProvider.TensorRt, pending);
    }

    private ModelLoader Loader(params ExecutionProvider[] chain) => Loader(new TensorRtOptions(), chain);

    private ModelLoader Loader(TensorRtOptions tensorRt, params ExecutionProvider[] chain) => new(
        Bundle.Open(Repository.PathOf("models", "pcb-defects")),
        new InferenceOptions { Providers = chain, OnProviderFailure = OnProviderFailure.Fail, TensorRt = tensorRt },
        cache: null,
        NullLogger.Instance,
        new EngineCache(_folder.Path, new EngineCacheOptions(), _environment, NullLogger.Instance));

    /// <summary>Names, lengths and times of what ONNX Runtime wrote.</summary>
    private (string Name, long Length, DateTime Written)[] Files() =>
    [
        .. new DirectoryInfo(_folder.Path).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Name != "manifest.json").OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => (file.Name, file.Length, file.LastWriteTimeUtc)),
    ];
}
