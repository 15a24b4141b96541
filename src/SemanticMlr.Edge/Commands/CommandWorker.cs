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
        _ when !_commands.ContainsKey(request.Verb) => CommandResult.Failed(
            "unknown-verb", "", $"There is no command \"{request.Verb}\"; there are: {string.Join(", ", _commands.Keys.Order(StringComparer.Ordinal))}."),
        _ => null,
    };

    private CommandResult Execute(CommandRequest request)
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
    }
}
