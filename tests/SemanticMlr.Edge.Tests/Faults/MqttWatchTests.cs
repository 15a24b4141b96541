using System.Text;
using SemanticMlr.Faults.Ledgers;
using SemanticMlr.Faults.Proxies;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Faults;

public sealed class MqttWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0x00, 0)]
    [InlineData(0x10, 0)] // no subscriber
    [InlineData(0x87, 1)] // not authorised
    public void Acknowledgement_CountsUnlessItRefuses_HoweverTheBytesAreCut(byte reason, long lost)
    {
        File.WriteAllText(_folder.File("ledger"), "stored 4 event cam1 7 7\n");
        var ledger = new DeliveryLedger(_folder.File("ledger"));
        var watch = new MqttWatch(ledger);
        foreach (var next in Publish(0x0102, "a/camera/cam1/detections", """{"epoch":4,"seq":7}"""))
        {
            watch.FromClient([next]);
        }

        watch.FromServer([0x40, 3, 0x09, 0x09, 0]); // of nothing that was sent
        Assert.Equal(1, ledger.Count().Lost);
        watch.FromServer([0x40, 3, 0x01]);
        watch.FromServer([0x02, reason]);

        Assert.Equal(lost, ledger.Count().Lost);
    }

    [Fact]
    public void Ledger_LeavesOutLinesThatAKillCutOff_AndWhatWasDropped()
    {
        File.WriteAllText(_folder.File("ledger"), "stored 4 event cam1 1 3\ndropped 4 event cam1 1 1\nstored 4 event cam1 4stored 5 event cam1 1 1\nstored 5 event cam1 2 ");
        var ledger = new DeliveryLedger(_folder.File("ledger"));
        ledger.Received(new MessageNumber(4, "event", "cam1", 2), isRetained: false);
        ledger.Received(new MessageNumber(4, "event", "cam1", 2), isRetained: true);
        ledger.Received(new MessageNumber(4, "event", "cam1", 2), isRetained: false);

        Assert.Equal(new LedgerCounts(Stored: 3, Dropped: 1, Received: 1, Acknowledged: 0, AcknowledgedOnly: 0, Lost: 1, Duplicates: 1), ledger.Count());
        File.AppendAllText(_folder.File("ledger"), "9\n");
        Assert.Equal(3 + 8, ledger.Count().Stored);
    }

    private static byte[] Publish(ushort id, string topic, string payload)
    {
        byte[] properties = [0x01, 1, 0x03, 0, 16, .. "application/json"u8, 0x26, 0, 1, (byte)'a', 0, 1, (byte)'b', 0x02, 0, 0, 0, 9];
        byte[] body = [0, (byte)topic.Length, .. Encoding.UTF8.GetBytes(topic), (byte)(id >> 8), (byte)id, (byte)properties.Length, .. properties, .. Encoding.UTF8.GetBytes(payload)];
        return [0x32, (byte)body.Length, .. body];
    }
}
