using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Commands;

/// <summary>Takes requests from the broker and returns at once; those without a place to answer to are refused here.</summary>
internal sealed class CommandQueue(
    IOptions<CommandOptions> options, Topics topics, CommandAnswers answers, MessagingMetrics metrics, ILogger<CommandQueue> logger)
    : IMqttListener, IHealthContributor
{
    private readonly Channel<CommandRequest> _channel = Channel.CreateBounded<CommandRequest>(
        new BoundedChannelOptions(options.Value.QueueCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    public string Filter => topics.Commands;

    public int MaxBytes => options.Value.MaxBytes;

    public bool IsWanted => options.Value.Enabled;

    public void Received(IncomingMessage message)
    {
        if (topics.VerbOf(message.Topic) is not { } verb)
        {
            return;
        }

        if (!IsWanted)
        {
            metrics.CommandsRefused.Add();
            logger.CommandsDisabled(verb);
            return;
        }

        if (message.Retained)
        {
            metrics.CommandsRefused.Add();
            logger.CommandRetained(message.Topic);
            return;
        }

        if (message.ResponseTopic is not { } responseTopic || responseTopic.AsSpan().ContainsAny('+', '#', '\0'))
        {
            metrics.CommandsRefused.Add();
            logger.CommandWithoutResponseTopic(message.Topic);
            return;
        }

        var request = new CommandRequest(verb, message.Payload, responseTopic, message.CorrelationData, message.Expiry);
        if (message.Payload.Length > MaxBytes)
        {
            metrics.CommandsRefused.Add();
            logger.CommandTooLarge(verb, message.Payload.Length, MaxBytes);
            answers.Send(
                request,
                CommandResult.Failed("too-large", "", $"The request has {message.Payload.Length} bytes; at most {MaxBytes} are read."),
                remember: false);
            return;
        }

        if (!_channel.Writer.TryWrite(request))
        {
            metrics.CommandsDropped.Add();
            logger.CommandDropped(verb);
            answers.Send(request, CommandResult.Failed("busy", "", "Too many commands wait; send it again later."), remember: false);
        }
    }

    public void Contribute(HealthReport report) => report.Gauge("mlr.commands.waiting", _channel.Reader.Count);

    public IAsyncEnumerable<CommandRequest> ReadAllAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAllAsync(cancellationToken);
}
