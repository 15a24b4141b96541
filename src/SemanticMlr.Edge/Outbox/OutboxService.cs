using Microsoft.Extensions.Hosting;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Opens the outbox before all who append to it start, and closes it after they have stopped.</summary>
internal sealed class OutboxService(MessageOutbox outbox) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        outbox.Open();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        outbox.Close();
        return Task.CompletedTask;
    }
}
