using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using SemanticMlr.Datasets;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Review;

public sealed class ReviewStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ReviewOptions _options = new();
    private readonly FakeLogger<ReviewStore> _logger = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<MessagingMetrics>().BuildServiceProvider();

    public ReviewStoreTests() => _options.Store.Folder = _folder.File("review");

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Answer_BecomesALineOfADataSet_ThatTheReaderTakes()
    {
        var store = Store();
        var item = Samples.Review();
        store.Keep(item);
        var outcome = store.Answer(Answer(item.Id, new() { ["short"] = true }));

        Assert.Equal(1, outcome.Answers);
        var record = Assert.Single(DatasetReader.Read(store.DatasetPath));
        Assert.Equal(["short"], record.Labels);
        Assert.Equal(["open"], record.Unknown); // left out by the reviewer
        Assert.Equal((320, 240), (record.Width, record.Height));
        Assert.Equal(item.Jpeg, File.ReadAllBytes(DatasetReader.ImagePath(store.DatasetPath, record)));
    }

    [Fact]
    public void LastAnswerWins_AllAreKept_AndARestartForgetsNothing()
    {
        var item = Samples.Review();
        var store = Store();
        store.Keep(item);
        store.Answer(Answer(item.Id, new() { ["short"] = true, ["open"] = true }));
        store.Answer(Answer(item.Id, new() { ["short"] = false, ["open"] = null }));
        var again = Store();
        var other = Samples.Review();
        again.Keep(other);
        Assert.Equal(1, again.Answer(Answer(other.Id, new() { ["open"] = true })).Answers);

        var records = DatasetReader.Read(again.DatasetPath);
        Assert.Equal(2, records.Count);
        var first = records.Single(record => record.Image.Contains(item.Id.ToString(), StringComparison.Ordinal));
        Assert.Empty(first.Labels!);
        Assert.Equal(["open"], first.Unknown);
        Assert.Equal(3, File.ReadAllLines(_folder.File("review/answers.jsonl")).Length);
        Assert.Equal(3, again.Answer(Answer(item.Id, new() { ["short"] = true })).Answers);
    }

    [Fact]
    public void Answer_ToAnUnknownReviewOrLabel_ChangesNothing()
    {
        var store = Store();
        var item = Samples.Review();
        store.Keep(item);

        Assert.False(store.Answer(Answer(Guid.NewGuid(), new() { ["short"] = true })).IsKnown);
        Assert.Equal(["spur"], store.Answer(Answer(item.Id, new() { ["short"] = true, ["spur"] = true })).UnknownLabels);
        Assert.False(File.Exists(store.DatasetPath));
    }

    [Fact]
    public void FullFolder_LosesTheOldestWithoutAnAnswer_NeverAnAnsweredOne()
    {
        _options.Store.MaxItems = 3;
        var store = Store();
        var items = Enumerable.Range(0, 5).Select(_ => Samples.Review()).ToArray();
        store.Keep(items[0]);
        store.Answer(Answer(items[0].Id, new() { ["short"] = true }));
        foreach (var item in items[1..])
        {
            store.Keep(item);
        }

        Assert.Equal(2, store.Answer(Answer(items[0].Id, new() { ["short"] = false })).Answers);
        Assert.False(store.Answer(Answer(items[1].Id, new() { ["short"] = true })).IsKnown);
        Assert.True(store.Answer(Answer(items[4].Id, new() { ["short"] = true })).IsKnown);
        Assert.True(store.Answer(Answer(items[3].Id, new() { ["short"] = true })).IsKnown);
        store.Keep(Samples.Review()); // everything is answered: the new one finds no room
        Assert.Equal(1, _services.GetRequiredService<MessagingMetrics>().ReviewsNotStored.Value);
        Assert.Contains("is full of answered frames", _logger.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderThatCannotBeUsed_IsSaidAndCounted_AndNothingStops()
    {
        File.WriteAllText(_folder.File("review"), "a file where a folder should be");
        var store = Store();
        store.Keep(Samples.Review());

        Assert.Equal(1, _services.GetRequiredService<MessagingMetrics>().ReviewsNotStored.Value);
        Assert.Contains("could not be kept", _logger.LatestRecord.Message, StringComparison.Ordinal);
        Assert.NotNull(store.Answer(Answer(Guid.NewGuid(), new() { ["short"] = true })).Fault);
    }

    [Fact]
    public void HalfALastLine_IsLeftOut()
    {
        var item = Samples.Review();
        var store = Store();
        store.Keep(item);
        store.Answer(Answer(item.Id, new() { ["short"] = true }));
        File.AppendAllText(_folder.File("review/answers.jsonl"), "{\"reviewId\": \"");

        Assert.Equal(2, Store().Answer(Answer(item.Id, new() { ["short"] = true })).Answers);
    }

    [Fact]
    public void AnswerAfterHalfALine_IsOnALineOfItsOwn()
    {
        var item = Samples.Review();
        var store = Store();
        store.Keep(item);
        File.WriteAllText(_folder.File("review/answers.jsonl"), "{\"reviewId\": \"");
        store.Answer(Answer(item.Id, new() { ["short"] = true }));

        Assert.Equal(2, Store().Answer(Answer(item.Id, new() { ["short"] = true })).Answers);
        Assert.Equal(3, File.ReadAllLines(_folder.File("review/answers.jsonl")).Length);
    }

    [Fact]
    public void AnswersThatCannotBeReadForAWhile_AreReadLater_AndNothingStops()
    {
        var item = Samples.Review();
        var store = Store();
        store.Keep(item);
        store.Answer(Answer(item.Id, new() { ["short"] = true }));
        var again = Store();
        using (new FileStream(_folder.File("review/answers.jsonl"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            again.Keep(Samples.Review());
            again.Keep(Samples.Review());
        }

        Assert.Equal(2, _services.GetRequiredService<MessagingMetrics>().ReviewsNotStored.Value);
        Assert.Equal(2, again.Answer(Answer(item.Id, new() { ["short"] = true })).Answers);
    }

    [Fact]
    public void AnsweredItemThatCannotBeRead_IsSaid_AndStaysAnswered()
    {
        _options.Store.MaxItems = 2;
        var item = Samples.Review();
        var store = Store();
        store.Keep(item);
        store.Answer(Answer(item.Id, new() { ["short"] = true }));
        File.Delete(_folder.File($"review/items/{item.Id}.json"));
        Directory.CreateDirectory(_folder.File($"review/items/{item.Id}.json"));
        File.AppendAllText(_folder.File("review/answers.jsonl"), $"{{\"reviewId\": \"{item.Id}\"}}\n"); // no answer
        var again = Store();
        again.Keep(Samples.Review());
        again.Keep(Samples.Review());

        Assert.True(File.Exists(_folder.File($"review/images/{item.Id}.jpg")));
        Assert.Equal(0, _services.GetRequiredService<MessagingMetrics>().ReviewsNotStored.Value);
        Assert.Contains(_logger.Collector.GetSnapshot(), record => record.Message.Contains($"items/{item.Id}.json", StringComparison.Ordinal));
    }

    [Fact]
    public void ItemThatCannotBeWritten_LeavesNoPicture_AndAPictureWithoutItsItemIsNoItem()
    {
        var store = Store();
        store.Keep(Samples.Review());
        Directory.Delete(_folder.File("review/items"), recursive: true);
        File.WriteAllText(_folder.File("review/items"), "a file where a folder should be");
        store.Keep(Samples.Review());

        Assert.Equal(1, _services.GetRequiredService<MessagingMetrics>().ReviewsNotStored.Value);
        Assert.Single(Directory.GetFiles(_folder.File("review/images")));

        File.Delete(_folder.File("review/items"));
        _options.Store.MaxItems = 2;
        var again = Store();
        var items = new[] { Samples.Review(), Samples.Review() };
        again.Keep(items[0]);
        again.Keep(items[1]);
        Assert.True(again.Answer(Answer(items[0].Id, new() { ["short"] = true })).IsKnown);
    }

    [Fact]
    public void OldestItemThatCannotBeDeleted_IsTriedAgain()
    {
        _options.Store.MaxItems = 1;
        var store = Store();
        var items = new[] { Samples.Review(), Samples.Review(), Samples.Review() };
        store.Keep(items[0]);
        var file = _folder.File($"review/items/{items[0].Id}.json");
        File.Delete(file);
        Directory.CreateDirectory(file);
        store.Keep(items[1]);
        Assert.Equal(1, _services.GetRequiredService<MessagingMetrics>().ReviewsNotStored.Value);
        Directory.Delete(file);
        store.Keep(items[2]);

        Assert.Equal(1, _services.GetRequiredService<MessagingMetrics>().ReviewsNotStored.Value);
        Assert.True(store.Answer(Answer(items[2].Id, new() { ["short"] = true })).IsKnown);
        Assert.False(store.Answer(Answer(items[0].Id, new() { ["short"] = true })).IsKnown);
    }

    [Fact]
    public void HeatMaps_AreKept_CountedAndDeletedWithTheirItem()
    {
        _options.Store.MaxBytes = 5_000;
        var store = Store();
        var items = new[] { Samples.Review(heatMapBytes: 3_000), Samples.Review(heatMapBytes: 3_000) };
        store.Keep(items[0]);
        Assert.Equal([$"{items[0].Id}.short.png"], HeatMapFiles());

        var again = Store(); // which finds what lies there
        again.Keep(items[1]);

        Assert.Equal([$"{items[1].Id}.short.png"], HeatMapFiles());
        Assert.Single(Directory.GetFiles(_folder.File("review/images")));
        Assert.False(again.Answer(Answer(items[0].Id, new() { ["short"] = true })).IsKnown);
    }

    [Fact]
    public void HeatMapThatCannotBeWritten_LeavesNothingOfTheItem()
    {
        var store = Store();
        store.Keep(Samples.Review());
        Directory.Delete(_folder.File("review/heatmaps"));
        File.WriteAllText(_folder.File("review/heatmaps"), "a file where a folder should be");
        store.Keep(Samples.Review(heatMapBytes: 10));

        Assert.Equal(1, _services.GetRequiredService<MessagingMetrics>().ReviewsNotStored.Value);
        Assert.Single(Directory.GetFiles(_folder.File("review/images")));
    }

    private IEnumerable<string?> HeatMapFiles() => Directory.GetFiles(_folder.File("review/heatmaps")).Select(Path.GetFileName);

    private static ReviewAnswer Answer(Guid id, Dictionary<string, bool?> labels) => new(id, labels, "Ada", DateTimeOffset.UnixEpoch);

    private ReviewStore Store() =>
        new(Options.Create(_options), Options.Create(new StateOptions()), _services.GetRequiredService<MessagingMetrics>(), _logger);
}
