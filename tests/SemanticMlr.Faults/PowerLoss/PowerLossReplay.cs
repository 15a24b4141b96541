using SemanticMlr.Faults.Ledgers;

namespace SemanticMlr.Faults.PowerLoss;

/// <summary>
/// Takes the power away at every moment of a recording: rebuilds the state folder with what was not flushed left out, starts the outbox on it, and looks
/// for everything that it had taken on by then.
/// </summary>
/// <remarks>
/// What is left out changes only when a flush ends, so the outbox is started once for all moments between two flushes, and must then hold what any of
/// them promised. With <paramref name="keepsByChance"/> a random part of what was not flushed is kept, as disks do; then only the moment before the flush counts.
/// </remarks>
/// <param name="recording">The recording.</param>
/// <param name="work">A folder for the rebuilt folders.</param>
/// <param name="random">Chooses what is kept.</param>
/// <param name="keepsByChance">Whether a part of what was not flushed is kept.</param>
internal sealed class PowerLossReplay(PowerLossRecording recording, string work, Random random, bool keepsByChance)
{
    private const int ReportedFaults = 10;
    private readonly RecordedDisk _disk = new(recording.Folder);
    private readonly HashSet<MessageNumber> _takenOn = [];
    private readonly HashSet<MessageNumber> _removed = [];

    // What any moment since the last flush promised: a removal that was not flushed has not happened.
    private readonly HashSet<MessageNumber> _required = [];
    private readonly List<string> _faults = [];
    private int _starts;
    private int _prefixes;
    private int _lost;
    private int _repeatedEpochs;

    /// <summary>Looks at the moments.</summary>
    /// <param name="every">1 looks at all; 5 at those before every fifth flush.</param>
    /// <param name="progress">Told now and then which share is done.</param>
    public async Task<PowerLossResult> RunAsync(int every = 1, Action<double>? progress = null)
    {
        var (flushes, since) = (0, 0);
        for (var index = 0; index < recording.Calls.Count; index++)
        {
            var call = recording.Calls[index];
            if (_disk.IsFlush(call))
            {
                if (flushes++ % every == 0)
                {
                    await LookAsync(_disk.Steps - since);
                    progress?.Invoke((double)index / recording.Calls.Count);
                }

                since = _disk.Steps;
                _required.Clear();
                _required.UnionWith(_takenOn.Except(_removed));
            }

            if (!IsPromise(call))
            {
                _disk.Follow(call);
            }
        }

        await LookAsync(_disk.Steps - since);
        return new PowerLossResult(_prefixes, _disk.Steps, _starts, _takenOn.Count, _lost, _repeatedEpochs, _faults);
    }

    /// <summary>Reads along what the process promised: a line of the ledger is begun after the commit, a removal is named before it.</summary>
    private bool IsPromise(SystemCall call)
    {
        if (call.Name is not ("write" or "pwrite64"))
        {
            return false;
        }

        var path = StraceFile.PathOfDescriptor(call.Arguments[0]);
        var isStored = path == Path.Combine(recording.Folder, MessageSeries.LedgerFile);
        var isRemoved = path == Path.Combine(recording.Folder, MessageSeries.RemovedFile);
        if (isStored && call.Begins)
        {
            var stored = MessagesIn(call).ToArray();
            _takenOn.UnionWith(stored);
            _required.UnionWith(stored);
        }
        else if (isRemoved && call.Begins)
        {
            _removed.UnionWith(MessagesIn(call));
        }

        return isStored || isRemoved;
    }

    private static IEnumerable<MessageNumber> MessagesIn(SystemCall call) =>
        System.Text.Encoding.UTF8.GetString(StraceFile.Bytes(call.Arguments[1])).Split('\n').SelectMany(DeliveryLedger.ReadLine).Select(line => line.Message);

    private async Task LookAsync(int moments)
    {
        _starts++;
        _prefixes += moments;
        var state = Directory.CreateDirectory(Path.Combine(work, "rebuilt")).FullName;
        try
        {
            _disk.WriteTo(MessageSeries.StateFolder, state, () => keepsByChance && random.Next(2) == 0);
            var (found, epoch) = await MessageSeries.ReadAsync(state);
            var required = keepsByChance ? _takenOn.Except(_removed) : _required;
            var missing = required.Where(message => !found.Contains(message)).ToArray();
            _lost += missing.Length;
            if (missing.Length > 0)
            {
                Fault($"call {_disk.Steps}: {missing.Length} messages are gone, as {missing[0]}");
            }

            if (_takenOn.Count > 0 && epoch <= _takenOn.Max(message => message.Epoch))
            {
                _repeatedEpochs++;
                Fault($"call {_disk.Steps}: epoch {epoch} was taken again");
            }
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            _lost += _takenOn.Count - _removed.Count;
            Fault($"call {_disk.Steps}: {exception.Message}");
        }
        finally
        {
            Directory.Delete(state, recursive: true);
            foreach (var aside in Directory.GetDirectories(work, "rebuilt*"))
            {
                Directory.Delete(aside, recursive: true);
            }
        }
    }

    private void Fault(string text)
    {
        if (_faults.Count < ReportedFaults)
        {
            _faults.Add(text);
        }
    }
}
