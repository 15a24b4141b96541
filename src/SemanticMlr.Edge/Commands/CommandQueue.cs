using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Commands;

/// <summary>Takes requests from the broker and returns at once; those without a place to answer to are refused here.</summary>
internal sealed class CommandQueue(
    IOptions<CommandOptions> options, Topics topics, CommandAnswers answers, MessagingMetrics metrics, TimeProvider time, ILogger<CommandQueue> logger)
    : IMqttListener, IHealthContributor
{
    private readonly Channel<CommandRequest> _channel = Channel.CreateBounded<CommandRequest>(
        new BoundedChannelOptions(options.Value.QueueCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    // Answers that say no are bounded too, or a flood of commands would become one of answers.
    private const int RefusalsPerCommand = 5;

    private readonly TokenBucket _commands = new(options.Value.Burst, options.Value.PerMinute, time);
    private readonly TokenBucket _refusals = new(RefusalsPerCommand * options.Value.Burst, RefusalsPerCommand * options.Value.PerMinute, time);

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
            logger.CommandsDisabled(verb);
            metrics.CommandsRefused.Add();
            return;
        }

        if (message.Retained)
        {
            logger.CommandRetained(message.Topic);
            metrics.CommandsRefused.Add();
            return;
        }

        if (message.ResponseTopic is not { } responseTopic || responseTopic.AsSpan().ContainsAny('+', '#', '\0'))
        {
            logger.CommandWithoutResponseTopic(message.Topic);
            metrics.CommandsRefused.Add();
            return;
        }

        var request = new CommandRequest(verb, message.Payload, responseTopic, message.CorrelationData, message.Expiry, time.GetTimestamp());
        if (!_commands.TryTake())
        {
            RefuseForRate(request);
            return;
        }

        if (message.Payload.Length > MaxBytes)
        {
            logger.CommandTooLarge(verb, message.Payload.Length, MaxBytes);
            metrics.CommandsRefused.Add();
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

    private void RefuseForRate(CommandRequest request)
    {
        metrics.CommandsRefused.Add();
        if (_refusals.TryTake())
        {
            logger.CommandRateLimited(request.Verb);
            answers.Send(
                request,
                CommandResult.Failed("rate-limited", "", $"More than {options.Value.PerMinute} commands a minute are not taken (Commands:PerMinute); send it again later."),
                remember: false);
        }
        else
        {
            metrics.CommandsDropped.Add();
        }
    }

    public void Contribute(HealthReport report) => report.Gauge("mlr.commands.waiting", _channel.Reader.Count);

    public IAsyncEnumerable<CommandRequest> ReadAllAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAllAsync(cancellationToken);
}
