using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Inference.Engines;
using SemanticMlr.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Inference;

/// <summary>The folders of engines; what ONNX Runtime would write into them is written here.</summary>
public sealed class EngineCacheTests : IDisposable
{
    private static readonly EngineEnvironment Orin = new()
    {
        OnnxRuntime = "1.31.0",
        TensorRt = "10.13.3",
        CudaDriver = "13.0",
        CudaRuntime = "13.0",
        Gpu = "Orin",
        ComputeCapability = "8.7",
        Multiprocessors = 8,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly ListLogger _logger = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Ingredients =>
        ["model", "OnnxRuntime", "TensorRt", "CudaDriver", "CudaRuntime", "Gpu", "ComputeCapability", "Multiprocessors", "size", "precision", "Fp16", "WorkspaceMegabytes", "OptimisationLevel", "MaxBatch", "UsualBatch"];

    [Theory]
    [MemberData(nameof(Ingredients))]
    public void EveryIngredient_MakesAnotherKey(string changed)
    {
        var environment = changed switch
        {
            "OnnxRuntime" => Orin with { OnnxRuntime = "1.32.0" },
            "TensorRt" => Orin with { TensorRt = "10.13.4" },
            "CudaDriver" => Orin with { CudaDriver = "13.1" },
            "CudaRuntime" => Orin with { CudaRuntime = "12.9" },
            "Gpu" => Orin with { Gpu = "Thor" },
            "ComputeCapability" => Orin with { ComputeCapability = "8.6" },
            "Multiprocessors" => Orin with { Multiprocessors = 4 },
            _ => Orin,
        };
        var options = new TensorRtOptions
        {
            Fp16 = changed == "Fp16",
            WorkspaceMegabytes = changed == "WorkspaceMegabytes" ? 512 : 1024,
            OptimisationLevel = changed == "OptimisationLevel" ? 5 : 3,
            MaxBatch = changed == "MaxBatch" ? 32 : 18,
            UsualBatch = changed == "UsualBatch" ? 9 : 0,
        };
        var model = new EncoderEntry
        {
            File = "encoder.onnx",
            Sha256 = new string(changed == "model" ? 'b' : 'a', 64),
            Precision = changed == "precision" ? EncoderPrecision.Int8 : EncoderPrecision.Fp32,
        };

        var key = Cache(environment).KeyOf(model, changed == "size" ? 224 : 192, options);

        Assert.NotEqual(Key().Id(), key.Id());
        Assert.Equal(Key().Id(), Key().Id());
        Assert.Matches("^[0-9a-f]{32}$", key.Id());
    }

    [Fact]
    public void TheNameOfTheFile_AndTheFolder_MakeNoOtherKey()
    {
        var other = new EngineCache(_folder.File("elsewhere"), new EngineCacheOptions(), Orin, _logger);

        Assert.Equal(Key().Id(), other.KeyOf(new EncoderEntry { File = "renamed.onnx", Sha256 = new string('a', 64) }, 192, new TensorRtOptions()).Id());
    }

    [Fact]
    public void TensorRtIsToldTheShapes_SoThatNoBatchBuildsAnew()
    {
        var settings = new Dictionary<string, string>(new TensorRtOptions { MaxBatch = 18, UsualBatch = 9 }.ToProvider(192));

        Assert.Equal("pixels:1x192x192x3", settings["trt_profile_min_shapes"]);
        Assert.Equal("pixels:9x192x192x3", settings["trt_profile_opt_shapes"]);
        Assert.Equal("pixels:18x192x192x3", settings["trt_profile_max_shapes"]);
        Assert.Equal(("0", "0"), (settings["trt_fp16_enable"], settings["trt_int8_enable"]));
    }

    [Theory]
    [InlineData(EncoderPrecision.Fp16, false, "1", "0", true)]
    [InlineData(EncoderPrecision.Int8, false, "0", "1", false)]
    [InlineData(EncoderPrecision.Fp32, true, "1", "0", true)]
    public void TensorRtIsLetRunTheFormAsItIs_AndLayerNormNeverInFp16(EncoderPrecision precision, bool fp16, string half, string int8, bool isGuarded)
    {
        var settings = new Dictionary<string, string>(new TensorRtOptions { Fp16 = fp16 }.ToProvider(192, precision));

        Assert.Equal((half, int8), (settings["trt_fp16_enable"], settings["trt_int8_enable"]));
        Assert.Equal(isGuarded, settings.ContainsKey("trt_layer_norm_fp32_fallback"));
    }

    [Fact]
    public void AnEngineThatIsFinished_IsFound_AndItsManifestSaysWhatItWasMadeOf()
    {
        var cache = Cache();
        Assert.Null(cache.Find(Key()));
        var begun = Build(cache, Key());
        cache.Finish(begun, "encoder.onnx");

        var found = Cache().Find(Key());

        Assert.Equal((begun.Path, true), (found!.Path, found.IsFinished));
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(found.Path, "manifest.json")));
        var key = manifest.RootElement.GetProperty("key");
        Assert.Equal(new string('a', 64), key.GetProperty("model").GetString());
        Assert.Equal("8.7", key.GetProperty("environment").GetProperty("computeCapability").GetString());
        Assert.Equal("0", key.GetProperty("settings").GetProperty("trt_fp16_enable").GetString());
        Assert.Equal("encoder.onnx", manifest.RootElement.GetProperty("encoder").GetString());
        Assert.Empty(Directory.GetFiles(found.Path, "*.new"));
        var settings = new Dictionary<string, string>(begun.ToProvider());
        Assert.Equal(("1", begun.Path, "1"), (settings["trt_engine_cache_enable"], settings["trt_engine_cache_path"], settings["trt_timing_cache_enable"]));
        Assert.NotEqual(begun.Path, settings["trt_timing_cache_path"]); // engines of other models share the timings
    }

    [Theory]
    [InlineData("no manifest")]
    [InlineData("half a manifest")]
    [InlineData("manifest of another engine")]
    [InlineData("newer manifest")]
    [InlineData("engine cut off")]
    [InlineData("engine with other bytes")]
    [InlineData("engine missing")]
    public void WhatIsHalfWrittenOrDamaged_IsNotUsed_AndRemovedBeforeTheNextBuild(string fault)
    {
        var cache = Cache();
        var begun = Build(cache, Key());
        var (manifest, engine) = (Path.Combine(begun.Path, "manifest.json"), Path.Combine(begun.Path, "graph_sm87.engine"));
        cache.Finish(begun, "encoder.onnx");
        var text = File.ReadAllText(manifest);
        switch (fault)
        {
            case "no manifest":
                File.Delete(manifest);
                break;
            case "half a manifest":
                File.WriteAllText(manifest, text[..(text.Length / 2)]);
                break;
            case "manifest of another engine":
                File.WriteAllText(manifest, text.Replace("Orin", "Thor", StringComparison.Ordinal));
                break;
            case "newer manifest":
                File.WriteAllText(manifest, text.Replace("\"schema\": 1", "\"schema\": 2", StringComparison.Ordinal));
                break;
            case "engine cut off":
                File.WriteAllText(engine, "eng");
                break;
            case "engine with other bytes":
                File.WriteAllText(engine, "ENGINE");
                break;
            default:
                File.Delete(engine);
                break;
        }

        Assert.Null(Cache().Find(Key()));
        var again = Cache().Begin(Key());

        Assert.Equal((begun.Path, false), (again!.Path, again.IsFinished));
        Assert.Empty(Directory.GetFiles(again.Path));
        Assert.Contains(_logger.Entries, entry => entry.Id.Id == 712);
    }

    [Fact]
    public void AnEngineThatWasRefused_IsRemembered_UntilAnIngredientOrTheGoldenSetChanges()
    {
        var begun = Build(Cache(), Key());
        Cache().Refuse(begun, "encoder.onnx", "golden", "images[0].global is off by 0.5");

        var refusal = Cache().RefusalOf(Key(), "golden");
        Assert.Contains("images[0].global is off by 0.5 (refused on 2026-01-01", refusal, StringComparison.Ordinal);
        Assert.Contains($"remove {begun.Path} to have it built anew", refusal, StringComparison.Ordinal);
        Assert.Equal(["refused.json"], Directory.GetFiles(begun.Path).Select(Path.GetFileName));
        Assert.Null(Cache().Find(Key()));
        Assert.Null(Cache().RefusalOf(Key(), "other golden set"));
        Assert.Null(Cache().RefusalOf(Key('b'), "golden"));
        Assert.Null(Cache(Orin with { TensorRt = "10.14.0" }).RefusalOf(Key() with { Environment = Orin with { TensorRt = "10.14.0" } }, "golden"));

        File.WriteAllText(Path.Combine(begun.Path, "refused.json"), "{");
        Assert.Null(Cache().RefusalOf(Key(), "golden"));
    }

    [Fact]
    public void ARefusal_OutlivesTheNextEngine_AndIsNotWrittenByThoseWhoOnlyLook()
    {
        var limits = new EngineCacheOptions { MaxEngines = 2 };
        var cache = Cache(limits: limits);
        cache.Refuse(Build(cache, Key()), "encoder.onnx", "golden", "off");
        Finish(Cache(limits: limits), Key('b'));
        Assert.NotNull(Cache().RefusalOf(Key(), "golden"));

        var look = new EngineCache(_folder.Path, limits, Orin, _logger, _time, isReadOnly: true);
        look.Refuse(new EngineFolder(Key('c'), Path.Combine(_folder.Path, Key('c').Id()), _folder.Path, IsFinished: false), "encoder.onnx", "golden", "off");
        Assert.Null(look.RefusalOf(Key('c'), "golden"));
        Assert.NotNull(look.RefusalOf(Key(), "golden"));
    }

    [Fact]
    public void AFolderInWhichNoEngineWasWritten_DoesNotCount()
    {
        var cache = Cache();
        cache.Finish(cache.Begin(Key())!, "encoder.onnx");

        Assert.Null(cache.Find(Key()));
        Assert.Contains(_logger.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("no engine", StringComparison.Ordinal));
    }

    [Fact]
    public void BeyondTheCount_ThoseGoThatWereNotUsedForTheLongestTime_AndNeverOneInUse()
    {
        var limits = new EngineCacheOptions { MaxEngines = 2 };
        foreach (var model in "abcd")
        {
            Finish(Cache(limits: limits), Key(model)); // a start of the agent each
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal("bcd", Kept("abcd")); // d is in use, b and c are the two beside it
        _time.Advance(TimeSpan.FromDays(1));
        Assert.NotNull(Cache().Find(Key('b')));
        _time.Advance(TimeSpan.FromDays(1));
        Finish(Cache(limits: limits), Key('e'));

        Assert.Equal("bde", Kept("abcde")); // b was used again
    }

    [Fact]
    public void BeyondTheBytes_EnginesGoToo_AndSoDoHalfWrittenFoldersAndTimingsOfOtherVersions()
    {
        Finish(Cache(Orin with { TensorRt = "10.9.0" }), Key('o'), bytes: 700_000);
        _time.Advance(TimeSpan.FromDays(1));
        Build(Cache(), Key('h'));
        Assert.Equal(2, Directory.GetDirectories(_folder.Path, "timing-*").Length);
        Finish(Cache(), Key('a'), bytes: 700_000);
        Assert.Equal("oa", Kept("oa"));
        _time.Advance(TimeSpan.FromDays(1));

        Finish(Cache(limits: new EngineCacheOptions { MaxMegabytes = 1 }), Key('b'), bytes: 700_000);

        Assert.Equal("ab", Kept("oab"));
        Assert.Equal(3, Directory.GetDirectories(_folder.Path).Length); // both, and the timings of these versions
        Assert.Single(Directory.GetDirectories(_folder.Path, "timing-*"));
    }

    [Fact]
    public void ToLook_LeavesNoTrace()
    {
        var look = new EngineCache(_folder.File("engines"), new EngineCacheOptions(), Orin, _logger, _time, isReadOnly: true);
        Assert.Null(look.Find(Key()));
        Assert.Null(look.Begin(Key()));
        Assert.False(Directory.Exists(_folder.File("engines")));

        Finish(new EngineCache(_folder.File("engines"), new EngineCacheOptions(), Orin, _logger, _time), Key());
        var before = Directory.GetLastWriteTimeUtc(_folder.File("engines"));
        var found = look.Find(Key())!;
        look.Remove(found, "test");

        Assert.True(Directory.Exists(found.Path));
        Assert.Equal(before, Directory.GetLastWriteTimeUtc(_folder.File("engines")));
    }

    [Fact]
    public void AFolderThatCannotBeWritten_IsSaid_AndTheEngineIsNotKept()
    {
        File.WriteAllText(_folder.File("file"), "");
        var cache = new EngineCache(_folder.File("file"), new EngineCacheOptions(), Orin, _logger);

        Assert.Null(cache.Begin(Key()));
        Assert.Contains(_logger.Entries, entry => entry.Id.Id == 713);
    }

    [Fact]
    public void WithoutTensorRt_NothingCanBeBuilt_AndNothingIsLookedFor()
    {
        Assert.SkipWhen(CudaDevice.Fault is null, "skipped: ONNX Runtime is built for NVIDIA");

        Assert.Equal(new EngineEnvironment(), EngineEnvironment.Read(0));
        Assert.False(EngineEnvironment.Read(0).CanBuild);
        Assert.True(Orin.CanBuild);
    }

    private EngineCache Cache(EngineEnvironment? environment = null, EngineCacheOptions? limits = null) =>
        new(_folder.Path, limits ?? new EngineCacheOptions(), environment ?? Orin, _logger, _time);

    private EngineKey Key(char model = 'a') =>
        Cache().KeyOf(new EncoderEntry { File = "encoder.onnx", Sha256 = new string(model, 64) }, 192, new TensorRtOptions());

    private static EngineFolder Build(EngineCache cache, EngineKey key, int bytes = 6)
    {
        var folder = cache.Begin(key)!;
        File.WriteAllText(Path.Combine(folder.Path, "graph_sm87.engine"), bytes == 6 ? "engine" : new string('e', bytes));
        File.WriteAllText(Path.Combine(folder.Path, "graph_sm87.profile"), "profile");
        return folder;
    }

    private static void Finish(EngineCache cache, EngineKey key, int bytes = 6) => cache.Finish(Build(cache, key, bytes), "encoder.onnx");

    private string Kept(string models) => string.Concat(models.Where(model => File.Exists(Path.Combine(_folder.Path, Key(model).Id(), "manifest.json"))));
}
