using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Outbox;

/// <summary>An outbox on a folder, which can be closed and opened again as a restart does.</summary>
internal sealed class OutboxRig : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<MessagingMetrics>().BuildServiceProvider();
    private readonly FakeLogger<MessageOutbox> _logger = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private MessageOutbox? _outbox;

    public OutboxRig(string folder, Action<OutboxOptions>? configure = null, TimeProvider? time = null)
    {
        _folder = folder;
        _time = time ?? TimeProvider.System;
        Options = new OutboxOptions { Folder = folder, Durability = Durability.ProcessCrash, GroupTime = TimeSpan.FromMilliseconds(5), ReserveBytes = 0 };
        configure?.Invoke(Options);
    }

    public OutboxOptions Options { get; }

    public MessagingMetrics Metrics => _services.GetRequiredService<MessagingMetrics>();

    public string Log => string.Join('\n', _logger.Collector.GetSnapshot().Select(record => $"{record.Message} {record.Exception}"));

    public IReadOnlyList<string> LogLines => [.. _logger.Collector.GetSnapshot().Select(record => record.Message)];

    public HealthReport Health
    {
        get
        {
            var report = new HealthReport();
            Outbox.Contribute(report);
            return report;
        }
    }

    /// <summary>The outbox, opened when it is first asked for.</summary>
    public MessageOutbox Outbox
    {
        get
        {
            if (_outbox is null)
            {
                var outbox = new MessageOutbox(
                    Microsoft.Extensions.Options.Options.Create(Options),
                    Microsoft.Extensions.Options.Options.Create(new StateOptions { Folder = _folder }),
                    Metrics, _services.GetRequiredService<IMeterFactory>(), _time, _logger);
                outbox.Open();
                _outbox = outbox;
            }

            return _outbox;
        }
    }

    /// <summary>Closes the outbox; the next use opens the folder again.</summary>
    public void Close()
    {
        _outbox?.Close();
        _outbox = null;
    }

    public async Task AppendAsync(OutboxClass kind, string topic, int bytes = 1)
    {
        Append(kind, topic, bytes);
        await Outbox.StoreAsync();
    }

    public void Append(OutboxClass kind, string topic, int bytes = 1) =>
        Outbox.Append(new OutboxMessage { Topic = topic, Payload = new byte[bytes], Class = kind });

    /// <summary>Takes so many messages, waiting for pages from disk.</summary>
    public async Task<List<OutboxEntry>> TakeAsync(int count, bool remove = false)
    {
        var entries = new List<OutboxEntry>();
        await Retry.Until($"{count} messages come out", () =>
        {
            while (entries.Count < count && Outbox.TryTake(out var entry))
            {
                entries.Add(entry);
                if (remove)
                {
                    Outbox.Remove(entry);
                }
            }

            return entries.Count == count;
        });
        return entries;
    }

    public async Task<string[]> TopicsAsync(int count) => [.. (await TakeAsync(count)).Select(entry => entry.Message.Topic)];

    public void Dispose()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Log);
        Close();
        _services.Dispose();
    }
}
