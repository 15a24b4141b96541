using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Labels;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Labels;

public sealed class LabelStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.Combine(_folder.Path, "labels");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheListInForce_And20BeforeIt_AreKept()
    {
        var store = Open();
        for (var version = 1; version <= 30; version++)
        {
            Put(store, version);
        }

        var again = Open();
        Assert.Equal(30, again.Current!.Version);
        Assert.Equal((30, 30), (again.State.Activation, again.State.NewestVersion));
        Assert.Equal(Enumerable.Range(10, 21), again.State.Kept.Select(list => list.Version).Order());
        Assert.Equal("list 10", Encoding.UTF8.GetString(again.Read(again.State.Kept.Single(list => list.Version == 10))));
        Assert.Equal(21 * 2 + 1, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public void AListThatIsActivatedAgain_OutlivesYoungerOnes_UnderANewNumber()
    {
        var store = Open();
        for (var version = 1; version <= 21; version++)
        {
            Put(store, version);
        }

        store.Activate(store.State.Kept.Single(list => list.Version == 1), Change());
        Put(store, 22);

        Assert.Equal(23, store.State.Activation);
        Assert.Contains(1, store.State.Kept.Select(list => list.Version));
        Assert.DoesNotContain(2, store.State.Kept.Select(list => list.Version));
    }

    [Fact]
    public void HalfAFile_LeftByALossOfPower_IsNeitherReadNorKept()
    {
        var store = Open();
        Put(store, 1);
        var before = Directory.GetFiles(Folder).Order().ToArray();
        var index = File.ReadAllBytes(Path.Combine(Folder, "store.json"));
        for (var length = 0; length <= index.Length; length++)
        {
            File.WriteAllBytes(Path.Combine(Folder, "store.json.new"), index[..length]);
            File.WriteAllBytes(Path.Combine(Folder, "list-000002-aaaaaaaaaaaa.json"), index[..length]);

            Assert.Equal(1, Open().Current!.Version);
            Assert.Equal(before, Directory.GetFiles(Folder).Order());
        }
    }

    [Fact]
    public void ADamagedIndex_IsSetAside_AndNumbersStillRise()
    {
        var store = Open();
        Put(store, 1);
        File.WriteAllText(Path.Combine(Folder, "store.json"), "{\"schema\": 1, \"activ");

        var again = Open();

        Assert.Null(again.Current);
        Assert.True(again.State.Activation > 1);
        Assert.True(File.Exists(Path.Combine(Folder, "store.json.damaged")));
    }

    [Fact]
    public void ADamagedList_IsNotRead()
    {
        var store = Open();
        Put(store, 1);
        File.AppendAllText(Path.Combine(Folder, store.Current!.File), " ");

        Assert.Contains("is damaged", Assert.Throws<IOException>(() => store.Read(store.Current!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDefaultList_HasANumberOfItsOwn_WhenItBecomesAnotherOne()
    {
        Assert.Equal(1, Open().NoteDefault("a", 3));
        Assert.Equal(1, Open().NoteDefault("a", 3));
        Assert.Equal(2, Open().NoteDefault("b", 4));
        var store = Open();
        Put(store, 5);
        Assert.Equal(3, store.State.Activation);
    }

    private LabelStore Open() => new(Options.Create(new StateOptions { Folder = _folder.Path }), TimeProvider.System, NullLogger<LabelStore>.Instance);

    private static void Put(LabelStore store, int version) =>
        store.Activate(store.Write(Description(version), Encoding.UTF8.GetBytes($"list {version}"), Encoding.UTF8.GetBytes($"calibration {version}")), Change());

    private static KeptList Description(int version) => new()
    {
        ListId = "a",
        Version = version,
        IsDefault = false,
        File = "",
        Sha256 = "",
    };

    private static ListChange Change() => new(ListAction.Apply, DateTimeOffset.UnixEpoch, "Ada");
}
