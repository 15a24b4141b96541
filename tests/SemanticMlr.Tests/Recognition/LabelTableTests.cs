using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.Tests.Support;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Recognition;

public sealed class LabelTableTests : IDisposable
{
    private readonly TinyBundle _files = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ListLogger _logger = new();

    private string CacheFolder => _folder.File("cache");

    public void Dispose()
    {
        _folder.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Create_TakesPromptEncoderAndOwnVectors_OfEnabledLabelsOnly()
    {
        using var model = Load(cache: null);
        var own = new float[] { 1, 2, 3, 4, 5, 6, 7, 8 };
        var list = new LabelList
        {
            Id = "l",
            Version = 1,
            Labels =
            [
                new LabelDefinition { Id = "off", Text = "off", Enabled = false },
                new LabelDefinition { Id = "own", Text = "own", Embedding = TinyBundle.BytesOf(own), Encoder = "tiny-text" },
                new LabelDefinition { Id = "open", Text = "open" },
            ],
        };

        var table = model.CreateLabelTable(list);
        var asked = model.CreateLabelTable(list with { Prompt = "no {label}" });

        Assert.Equal(["own", "open"], table.Labels.Select(label => label.Id));
        Assert.Equal(own, table.Embeddings[..8]);
        var tokenizer = new TextTokenizer(_files.Manifest.Text.Tokenizer!, _files.Folder);
        Assert.Equal(HandComputation.Text(tokenizer.Encode("a open")), table.Embeddings[8..], Close);
        Assert.Equal(HandComputation.Text(tokenizer.Encode("no open")), asked.Embeddings[8..], Close);
        Assert.NotEqual(table.ContentHash, asked.ContentHash);
    }

    [Fact]
    public void ContentHash_DependsOnWhatScoresDependOn()
    {
        using var model = Load(cache: null);
        var list = model.Bundle.Labels;
        string HashOf(Func<LabelDefinition, LabelDefinition> change) =>
            model.CreateLabelTable(list with { Version = 9, Labels = [change(list.Labels[0]), .. list.Labels.Skip(1)] }).ContentHash;

        var hash = model.CreateLabelTable(list).ContentHash;
        Assert.Equal(hash, HashOf(label => label with { Threshold = 0.9, Severity = LabelSeverity.Critical, Aliases = ["x"] }));
        Assert.NotEqual(hash, HashOf(label => label with { Text = "opened" }));
        Assert.NotEqual(hash, HashOf(label => label with { Id = "opened" }));
        Assert.NotEqual(hash, HashOf(label => label with { Enabled = false }));
    }

    [Fact]
    public void Create_WithTextsOverTheContext_ListsEveryOne()
    {
        using var model = Load(cache: null);
        var list = new LabelList
        {
            Id = "long",
            Version = 1,
            Labels =
            [
                new LabelDefinition { Id = "a", Text = "extraordinarily" },
                new LabelDefinition { Id = "b", Text = "open" },
                new LabelDefinition { Id = "c", Text = "missing component" },
                new LabelDefinition { Id = "d", Text = "d", Embedding = new byte[32], Encoder = "clip" },
                new LabelDefinition { Id = "e", Text = "extraordinarily disabled", Enabled = false },
                new LabelDefinition { Id = "f", Text = "extraordinarily known", Embedding = TinyBundle.BytesOf([1, 2, 3, 4, 5, 6, 7, 8]), Encoder = "tiny-text" },
            ],
        };

        var exception = Assert.Throws<LabelListException>(() => model.CreateLabelTable(list));

        Assert.Equal(["labels[0].text", "labels[2].text", "labels[4].text", "labels[5].text", "labels[3].encoder"], exception.Faults.Select(fault => fault.Split(':')[0]));
        Assert.Contains("\"a extraordinarily\" has 18 tokens, the text encoder reads at most 12", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_InABundleWithoutTextEncoder_NeedsVectors()
    {
        _files.BringVectors();
        _files.Edit(manifest => manifest with { Text = manifest.Text with { Graph = null, Tokenizer = null } });
        using var model = Load(cache: null);
        var list = model.Bundle.Labels;

        var exception = Assert.Throws<LabelListException>(() =>
            model.CreateLabelTable(list with { Labels = [.. list.Labels.Select(label => label with { Embedding = null, Encoder = null })] }));
        Assert.Equal(3, exception.Faults.Count);
        Assert.StartsWith("labels[0].embedding: is missing; bundle tiny@2 has no text encoder", exception.Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void ACacheHit_NeverLoadsTheTextEncoder()
    {
        float[] first;
        using (var model = Load(new EmbeddingCache(CacheFolder)))
        {
            Assert.Equal(1, model.TextEncoderLoads);
            first = model.CreateLabelTable(model.Bundle.Labels).Embeddings;
            Assert.Equal(1, model.TextEncoderLoads);
        }

        var bundle = Bundle.Open(_files.Folder);
        File.Delete(_files.PathOf("text.onnx"));
        using var again = Load(new EmbeddingCache(CacheFolder), bundle);

        Assert.Equal(first, again.CreateLabelTable(bundle.Labels).Embeddings);
        Assert.Equal(0, again.TextEncoderLoads);
        Assert.Equal(3, Directory.GetFiles(CacheFolder).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(63)]
    public void ADamagedEntry_IsComputedAgain(int place)
    {
        using var model = Load(new EmbeddingCache(CacheFolder));
        var sound = model.CreateLabelTable(model.Bundle.Labels).Embeddings;
        foreach (var file in Directory.GetFiles(CacheFolder))
        {
            var bytes = File.ReadAllBytes(file);
            bytes[place] ^= 0x10;
            File.WriteAllBytes(file, bytes);
        }

        using var again = Load(new EmbeddingCache(CacheFolder, logger: _logger));

        Assert.Equal(sound, again.CreateLabelTable(model.Bundle.Labels).Embeddings);
        Assert.Equal(1, again.TextEncoderLoads);
        Assert.Equal(3, _logger.Entries.Count(entry => entry.Id.Id == 711));
    }

    [Fact]
    public void AnEntryCutOff_IsComputedAgain()
    {
        using var model = Load(new EmbeddingCache(CacheFolder));
        var entry = Directory.GetFiles(CacheFolder)[0];
        File.WriteAllBytes(entry, File.ReadAllBytes(entry)[..20]);

        using var again = Load(new EmbeddingCache(CacheFolder));

        Assert.Equal(1, again.TextEncoderLoads);
        Assert.Equal(64, new FileInfo(entry).Length);
    }

    [Fact]
    public void TheCache_StaysBelowItsBound_AndDropsTheOldest()
    {
        var cache = new EmbeddingCache(CacheFolder, maxBytes: 1_000);
        for (var index = 0; index < 50; index++)
        {
            cache.Write($"key{index}", new float[] { 1, 2, 3, index });
            Assert.InRange(Directory.GetFiles(CacheFolder).Sum(file => new FileInfo(file).Length), 0, 1_000);
        }

        Assert.True(cache.TryRead("key49", new float[4]));
        Assert.False(cache.TryRead("key0", new float[4]));
    }

    [Fact]
    public void WhatWasUsedLast_StaysLongest_AndFreshFilesOfOthersStay()
    {
        var now = DateTimeOffset.UtcNow;
        void Age(string file, double minutes) => File.SetLastWriteTimeUtc(Path.Combine(CacheFolder, file), now.UtcDateTime.AddMinutes(-minutes));
        var cache = new EmbeddingCache(CacheFolder, maxBytes: 200);
        cache.Write("used", new float[] { 1, 2, 3, 4 });
        cache.Write("unused", new float[] { 1, 2, 3, 4 });
        File.WriteAllBytes(Path.Combine(CacheFolder, "a.embedding.1.tmp"), new byte[10]);
        File.WriteAllBytes(Path.Combine(CacheFolder, "b.embedding.2.tmp"), new byte[10]);
        Age("used.embedding", 30);
        Age("unused.embedding", 20);
        Age("a.embedding.1.tmp", 0.5);
        Age("b.embedding.2.tmp", 10);

        Assert.True(cache.TryRead("used", new float[4]));
        for (var index = 0; index < 3; index++)
        {
            cache.Write($"new{index}", new float[] { 1, 2, 3, 4 });
            Age($"new{index}.embedding", 5);
        }

        string[] left = [.. Directory.GetFiles(CacheFolder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        Assert.Contains("used.embedding", left);
        Assert.Contains("a.embedding.1.tmp", left);
        Assert.DoesNotContain("unused.embedding", left);
        Assert.DoesNotContain("b.embedding.2.tmp", left);
    }

    [Fact]
    public void AFolderThatCannotBeWritten_CostsNothingButOneWarning()
    {
        File.WriteAllText(_folder.File("cache"), "a file where the folder should be");
        using var model = Load(new EmbeddingCache(CacheFolder, logger: _logger));

        Assert.Equal(3, model.CreateLabelTable(model.Bundle.Labels).Count);
        var warning = Assert.Single(_logger.Entries);
        Assert.Equal((LogLevel.Warning, 710), (warning.Level, warning.Id.Id));
        Assert.Contains(CacheFolder, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFullDisk_CostsNothingButOneWarning_AndTheCacheIsUsedAgainOnceThereIsRoom()
    {
        using var disk = new SmallDisk(256 << 10);
        var cache = disk.File("cache");
        Directory.CreateDirectory(cache);
        disk.Fill();
        using (var model = Load(new EmbeddingCache(cache, logger: _logger)))
        {
            Assert.Equal(3, model.CreateLabelTable(model.Bundle.Labels).Count);
        }

        var warning = Assert.Single(_logger.Entries);
        Assert.Equal((LogLevel.Warning, 710), (warning.Level, warning.Id.Id));
        Assert.DoesNotContain(Directory.GetFiles(cache), file => new FileInfo(file).Length > 0);

        disk.Empty();
        using var again = Load(new EmbeddingCache(cache));
        again.CreateLabelTable(again.Bundle.Labels);
        Assert.Equal(3, Directory.GetFiles(cache, "*.embedding").Length);
    }

    private RecognitionModel Load(EmbeddingCache? cache, Bundle? bundle = null) => RecognitionModel.Load(
        bundle ?? Bundle.Open(_files.Folder),
        new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = 1 },
        cache,
        NullLogger.Instance);

    private static bool Close(float expected, float found) => Math.Abs(expected - found) < 1e-5;
}
