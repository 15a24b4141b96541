using System.Text.Json;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Commands;

/// <summary>Sends answers, and the same answer again to a repeated request. Thread-safe.</summary>
internal sealed class CommandAnswers(IOptions<CommandOptions> options, MessageOutbox outbox, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly AnswerCache _cache = new(options.Value.KeptAnswers, options.Value.KeptAnswerBytes);

    /// <summary>Sends the answer that the same request got before.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryRepeat(CommandRequest request)
    {
        byte[]? answer;
        lock (_gate)
        {
            answer = request.CorrelationData is { } correlation ? _cache.Find(request.ResponseTopic, correlation) : null;
        }

        if (answer is not null)
        {
            Append(request, answer);
        }

        return answer is not null;
    }

    /// <summary>Sends an answer.</summary>
    /// <param name="request">What is answered.</param>
    /// <param name="result">What became of it.</param>
    /// <param name="remember">Whether a repeated request gets this answer again.</param>
    public void Send(CommandRequest request, CommandResult result, bool remember)
    {
        var now = time.GetUtcNow();
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            new CommandAnswer(1, Guid.CreateVersion7(now), now, result.Errors.Count == 0, result.Errors, result.Result),
            CommandJson.Default.CommandAnswer);
        if (remember && request.CorrelationData is { } correlation)
        {
            lock (_gate)
            {
                _cache.Add(request.ResponseTopic, correlation, answer);
            }
        }

        Append(request, answer);
    }

    private void Append(CommandRequest request, byte[] answer) => outbox.Append(new OutboxMessage
    {
        Topic = request.ResponseTopic,
        Payload = answer,
        Class = OutboxClass.State,
        CorrelationData = request.CorrelationData,
        Expiry = options.Value.AnswerExpiry,
    });
}
