using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Commands;

/// <summary>Carries out requests one after another and answers each.</summary>
internal sealed class CommandWorker(
    CommandQueue queue,
    CommandAnswers answers,
    IEnumerable<ICommand> commands,
    MessagingMetrics metrics,
    TimeProvider time,
    ILogger<CommandWorker> logger) : BackgroundService
{
    private readonly Dictionary<string, ICommand> _commands = commands.ToDictionary(command => command.Verb, StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var request in queue.ReadAllAsync(stoppingToken))
            {
                Handle(request);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent stops.
        }
    }

    private void Handle(CommandRequest request)
    {
        if (answers.TryRepeat(request))
        {
            logger.CommandRepeated(request.Verb);
            return;
        }

        var refusal = RefusalOf(request);
        var result = refusal ?? Execute(request);
        (refusal is null ? metrics.Commands : metrics.CommandsRefused).Add();
        if (result.Errors is [var first, ..])
        {
            logger.CommandFailed(request.Verb, first.Code, first.Path, first.Message, result.Errors.Count);
        }

        answers.Send(request, result, remember: refusal is null);
    }

    private CommandResult? RefusalOf(CommandRequest request) => request switch
    {
        { CorrelationData: null } => CommandResult.Failed("correlation-required", "", "Send correlation data, by which a repeated request is known."),
        { Expiry: null } => CommandResult.Failed("expiry-required", "", "Send a message expiry interval, after which the command is void."),
        { Expiry: { } expiry } when time.GetElapsedTime(request.ReceivedAt) > expiry => CommandResult.Failed(
            "expired", "", "The command was void before its turn came; send it again, or with a longer message expiry interval."),
        _ when !_commands.ContainsKey(request.Verb) => CommandResult.Failed(
            "unknown-verb", "", $"There is no command \"{request.Verb}\"; there are: {string.Join(", ", _commands.Keys.Order(StringComparer.Ordinal))}."),
        _ => null,
    };

    /// <summary>Carries out a request whose form is good; what is wrong with its content is said in the result.</summary>
    internal CommandResult Execute(CommandRequest request)
    {
        try
        {
            RequestReader.CheckTexts(request.Payload);
            using var document = JsonDocument.Parse(request.Payload);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return CommandResult.Failed("wrong-type", "", $"The request must be a JSON object, found {root.ValueKind}.");
            }

            if (!root.TryGetProperty("schema", out var schema))
            {
                return CommandResult.Failed("missing-field", "/schema", "\"schema\" is missing; this agent knows schema 1.");
            }

            return schema.ValueKind == JsonValueKind.Number && schema.TryGetInt32(out var number) && number == 1
                ? _commands[request.Verb].Execute(root)
                : CommandResult.Failed("unsupported-schema", "/schema", $"This agent knows schema 1, found {schema.GetRawText()}.");
        }
        catch (JsonException exception)
        {
            return CommandResult.Failed("invalid-json", "", $"The request is no JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What broke is ours, but the line goes on, and whoever asked hears of it.
            logger.CommandBroke(exception, request.Verb);
            return CommandResult.Failed("failed", "", "The agent could not carry this out; its log says why.");
        }
    }
}
