using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Faults.Ledgers;

namespace SemanticMlr.Faults.PowerLoss;

/// <summary>A known series of messages, which a process writes into an outbox while its system calls are recorded, and which is looked for afterwards.</summary>
internal static class MessageSeries
{
    /// <summary>The folder of the agent's state, below that which is recorded.</summary>
    public const string StateFolder = "state";

    /// <summary>The file, beside the state, that the outbox writes of what it stored.</summary>
    public const string LedgerFile = "ledger";

    /// <summary>The file, beside the state, that names a message before it is removed from the outbox as acknowledged.</summary>
    public const string RemovedFile = "removed";

    private const string Camera = "cam1";
    private const int EventsOfRound = 100;
    private const int FramesOfRound = 5;
    private const int RemovedOfRound = 90;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Appends messages of all classes in rounds, and removes some of them as a broker's acknowledgement does.</summary>
    /// <param name="folder">The folder that is recorded; exists and is empty.</param>
    /// <param name="rounds">Commits; about 120 KB each.</param>
    public static async Task WriteAsync(string folder, int rounds)
    {
        var state = Path.Combine(folder, StateFolder);
        var epoch = EpochIn(state);
        using var services = Services();
        using var outbox = Open(services, state, Durability.PowerLoss, Path.Combine(folder, LedgerFile));
        var numbers = new Dictionary<OutboxClass, long>();
        for (var round = 0; round < rounds; round++)
        {
            Append(OutboxClass.Event, EventsOfRound);
            Append(OutboxClass.Frame, FramesOfRound);
            Append(OutboxClass.State, 1);
            await outbox.StoreAsync();
            for (var removed = 0; removed < RemovedOfRound && outbox.TryTake(out var entry); removed++)
            {
                var number = NumberOf(entry.Message);
                await File.AppendAllTextAsync(
                    Path.Combine(folder, RemovedFile), string.Create(CultureInfo.InvariantCulture, $"stored {number.Epoch} {number.Class} {number.Camera} {number.Number} {number.Number}\n"));
                outbox.Remove(entry);
            }
        }

        outbox.Close();

        void Append(OutboxClass kind, int count)
        {
            for (var index = 0; index < count; index++)
            {
                var number = numbers[kind] = numbers.GetValueOrDefault(kind) + 1;
                outbox.Append(new OutboxMessage { Topic = $"{kind}/{number}", Payload = Payload(kind, number), Class = kind, Camera = Camera, Epoch = epoch, Number = number });
            }
        }
    }

    /// <summary>Starts on a state folder as an agent does and gives every message that comes out whole.</summary>
    /// <returns>The messages, and the epoch of this start.</returns>
    /// <exception cref="TimeoutException">Messages that wait do not come out.</exception>
    public static async Task<(IReadOnlySet<MessageNumber> Messages, long Epoch)> ReadAsync(string state)
    {
        var found = new HashSet<MessageNumber>();
        var epoch = EpochIn(state);
        using var services = Services();
        using var outbox = Open(services, state, Durability.ProcessCrash, ledgerFile: "");
        using var limit = new CancellationTokenSource(Patience);
        while (outbox.Count > 0)
        {
            try
            {
                using var soon = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
                soon.CancelAfter(TimeSpan.FromMilliseconds(500)); // a message whose picture is gone never comes, it is only counted
                var entry = await outbox.TakeAsync(soon.Token);
                if (entry.Message.Payload.AsSpan().SequenceEqual(Payload(entry.Message.Class, entry.Message.Number)))
                {
                    found.Add(NumberOf(entry.Message));
                }

                outbox.Remove(entry);
            }
            catch (OperationCanceledException) when (!limit.IsCancellationRequested)
            {
                // Looks at the count again.
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{outbox.Count} messages wait and do not come out.");
            }
        }

        outbox.Close();
        return (found, epoch);
    }

    private static MessageNumber NumberOf(OutboxMessage message) =>
        new(message.Epoch, message.Class switch { OutboxClass.Frame => "frame", OutboxClass.Event => "event", _ => "state" }, message.Camera!, message.Number);

    private static byte[] Payload(OutboxClass kind, long number)
    {
        var bytes = new byte[kind == OutboxClass.Frame ? 4_000 + (number % 3 * 4_000) : 1_000];
        new Random((int)number + (1_000_000 * (int)kind)).NextBytes(bytes);
        return bytes;
    }

    private static long EpochIn(string state) =>
        new AgentEpoch(Options.Create(new StateOptions { Folder = state }), TimeProvider.System, NullLogger<AgentEpoch>.Instance).Value;

    private static ServiceProvider Services() => new ServiceCollection().AddMetrics().AddSingleton<MessagingMetrics>().BuildServiceProvider();

    private static MessageOutbox Open(ServiceProvider services, string state, Durability durability, string ledgerFile)
    {
        var options = new OutboxOptions { Durability = durability, ReserveBytes = 0, LedgerFile = ledgerFile };
        var outbox = new MessageOutbox(
            Options.Create(options), Options.Create(new StateOptions { Folder = state }), services.GetRequiredService<MessagingMetrics>(),
            services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), TimeProvider.System, NullLogger<MessageOutbox>.Instance);
        outbox.Open();
        return outbox;
    }
}
