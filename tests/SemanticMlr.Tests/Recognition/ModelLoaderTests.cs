using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Inference.Engines;
using SemanticMlr.Recognition;
using SemanticMlr.Tests.Support;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Recognition;

/// <summary>Opening at once or with an engine. TensorRT is played by the processor, which writes a file where the engine would lie; the golden proof is the real one.</summary>
public sealed class ModelLoaderTests : IDisposable
{
    private readonly TinyBundle _files = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ListLogger _logger = new();
    private readonly List<bool> _opened = [];
    private string _engineFile = "encoder.onnx";
    private string? _refusal;

    public ModelLoaderTests() => _files.WriteFile("wrong.onnx", TinyGraphs.Encoder(scale: 2));

    public void Dispose()
    {
        _folder.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void AProviderThatNeedsAnEngine_IsPassedOver_UntilItIsBuilt()
    {
        using (var ready = Ready(out var pending))
        {
            Assert.Equal((ExecutionProvider.Cpu, ExecutionProvider.TensorRt), (ready.Provider.Active, pending));
            Assert.Empty(_opened);
            Assert.Empty(ready.Provider.Failed);
        }

        using (var built = Loader().Build(ExecutionProvider.TensorRt))
        {
            Assert.Equal(ExecutionProvider.TensorRt, built.Provider.Active);
        }

        using var kept = Ready(out var none);
        Assert.Equal((ExecutionProvider.TensorRt, (ExecutionProvider?)null), (kept.Provider.Active, none));
        Assert.Equal([false, true], _opened); // built, then opened as it lay there
    }

    [Fact]
    public void WithNothingElseInTheChain_TheEngineIsBuiltAtOnce()
    {
        using var model = Ready(out var pending, ExecutionProvider.TensorRt);

        Assert.Equal((ExecutionProvider.TensorRt, (ExecutionProvider?)null), (model.Provider.Active, pending));
        Assert.Equal([false], _opened);
    }

    [Fact]
    public void Fail_IsNotAboutTheProvidersThatServeMeanwhile()
    {
        Assert.SkipWhen(CudaDevice.Fault is null, "skipped: the provider is there");
        using var model = Ready(out var pending, OnProviderFailure.Fail, ExecutionProvider.TensorRt, ExecutionProvider.Cuda, ExecutionProvider.Cpu);

        Assert.Equal((ExecutionProvider.Cpu, ExecutionProvider.TensorRt), (model.Provider.Active, pending));
        Assert.Equal(ExecutionProvider.Cuda, Assert.Single(model.Provider.Failed).Provider);
    }

    [Fact]
    public void AnEngineThatGivesOtherNumbers_IsRefused_AndNotBuiltAgain()
    {
        _engineFile = "wrong.onnx";

        var exception = Assert.Throws<ExecutionProviderException>(() => Loader().Build(ExecutionProvider.TensorRt));

        Assert.Contains("images[0].global is off by", Assert.Single(exception.Failures).Reason, StringComparison.Ordinal);
        var kept = Assert.Single(Directory.GetDirectories(_folder.Path), folder => !Path.GetFileName(folder).StartsWith("timing-", StringComparison.Ordinal));
        Assert.Equal(["refused.json"], Directory.GetFiles(kept).Select(Path.GetFileName));

        var again = Assert.Throws<ExecutionProviderException>(() => Loader().Build(ExecutionProvider.TensorRt));
        Assert.Contains("refused on", Assert.Single(again.Failures).Reason, StringComparison.Ordinal);
        Assert.Single(_opened);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AKeptEngineThatFailsLater_IsRemoved_AndBuiltAnew(bool cannotBeOpened)
    {
        Loader().Build(ExecutionProvider.TensorRt).Dispose();
        (_refusal, _engineFile) = cannotBeOpened ? ("could not deserialize engine", "encoder.onnx") : (null, "wrong.onnx");

        using (var meanwhile = Ready(out var pending))
        {
            Assert.Equal((ExecutionProvider.Cpu, ExecutionProvider.TensorRt), (meanwhile.Provider.Active, pending));
        }

        (_refusal, _engineFile) = (null, "encoder.onnx");
        using var again = Loader().Load();
        Assert.Equal(ExecutionProvider.TensorRt, again.Provider.Active);
        Assert.Equal([false, true, false], _opened);
    }

    [Fact]
    public void AFolderThatCannotBeWritten_CostsOnlyTheKeeping()
    {
        File.WriteAllText(_folder.File("file"), "");

        using var model = Loader(cache: new EngineCache(_folder.File("file"), new EngineCacheOptions(), Environment, _logger)).Build(ExecutionProvider.TensorRt);

        Assert.Equal(ExecutionProvider.TensorRt, model.Provider.Active);
        Assert.Contains(_logger.Entries, entry => entry.Id.Id == 713);
    }

    [Fact]
    public void WhereNothingCanBeBuilt_ItIsAsWithoutACache()
    {
        Assert.SkipWhen(CudaDevice.Fault is null, "skipped: the provider is there");
        var options = Options(OnProviderFailure.Degrade, ExecutionProvider.TensorRt, ExecutionProvider.Cpu);
        var cache = new EngineCache(_folder.File("engines"), new EngineCacheOptions(), EngineEnvironment.Read(0), _logger);

        var (model, pending) = new ModelLoader(Bundle.Open(_files.Folder), options, cache: null, _logger, cache).LoadReady();

        using (model)
        {
            Assert.Equal((ExecutionProvider.Cpu, (ExecutionProvider?)null), (model.Provider.Active, pending));
            Assert.Contains("execution provider", Assert.Single(model.Provider.Failed).Reason, StringComparison.OrdinalIgnoreCase);
            Assert.False(Directory.Exists(_folder.File("engines")));
        }
    }

    private static EngineEnvironment Environment => new() { OnnxRuntime = "1", TensorRt = "10", CudaDriver = "13", Gpu = "test", ComputeCapability = "9.0" };

    private static InferenceOptions Options(OnProviderFailure onFailure, params ExecutionProvider[] chain) =>
        new() { Providers = chain, Threads = 1, OnProviderFailure = onFailure };

    private RecognitionModel Ready(out ExecutionProvider? pending, params ExecutionProvider[] chain) => Ready(out pending, OnProviderFailure.Degrade, chain);

    private RecognitionModel Ready(out ExecutionProvider? pending, OnProviderFailure onFailure, params ExecutionProvider[] chain)
    {
        (var model, pending) = Loader(onFailure, chain).LoadReady();
        return model;
    }

    private ModelLoader Loader(OnProviderFailure onFailure = OnProviderFailure.Degrade, ExecutionProvider[]? chain = null, EngineCache? cache = null)
    {
        var options = Options(onFailure, chain is { Length: > 0 } ? chain : [ExecutionProvider.TensorRt, ExecutionProvider.Cpu]);
        var bundle = Bundle.Open(_files.Folder);
        return new ModelLoader(bundle, options, cache: null, _logger, cache ?? new EngineCache(_folder.Path, new EngineCacheOptions(), Environment, _logger))
        {
            Open = (provider, entry, engine) => provider == ExecutionProvider.TensorRt
                ? OpenPlayed(bundle, entry, engine, options)
                : ModelGraphs.Open(bundle, entry, new SessionFactory(provider, options)),
        };
    }

    private ModelGraphs OpenPlayed(Bundle bundle, EncoderEntry entry, EngineFolder? engine, InferenceOptions options)
    {
        _opened.Add(engine is { IsFinished: true });
        if (_refusal is { } refusal)
        {
            throw new ProviderUnavailableException(refusal);
        }

        if (engine is { IsFinished: false })
        {
            File.WriteAllText(Path.Combine(engine.Path, "graph_sm90.engine"), "engine");
        }

        return ModelGraphs.Open(bundle, entry with { File = _engineFile }, SessionFactory.ForProcessor(options));
    }
}
