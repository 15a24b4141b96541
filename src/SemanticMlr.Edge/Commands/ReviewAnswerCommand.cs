using System.Text.Json;
using System.Text.Json.Nodes;
using SemanticMlr.Edge.Review;

namespace SemanticMlr.Edge.Commands;

/// <summary><c>review/answer</c>: stores what a person says about a frame.</summary>
internal sealed class ReviewAnswerCommand(ReviewStore store, TimeProvider time) : ICommand
{
    private const int LongestReviewer = 128;

    public string Verb => "review/answer";

    public CommandResult Execute(JsonElement request)
    {
        var reader = new RequestReader(request);
        reader.Allow("schema", "reviewId", "labels", "reviewer", "time");
        var answer = new ReviewAnswer(
            reader.Id("reviewId"), reader.Switches("labels"), reader.Text("reviewer", LongestReviewer), reader.Time("time", time.GetUtcNow()));
        return reader.Errors.Count > 0 ? CommandResult.Failed(reader.Errors) : Store(answer);
    }

    private CommandResult Store(ReviewAnswer answer)
    {
        var outcome = store.Answer(answer);
        return outcome switch
        {
            { IsKnown: false } => CommandResult.Failed(
                "unknown-review", "/reviewId", $"The review {answer.ReviewId} is not on this device; it may have been removed to make room."),
            { UnknownLabels.Count: > 0 } => CommandResult.Failed([.. outcome.UnknownLabels.Select(label => new CommandError(
                "unknown-label", $"/labels{RequestReader.Pointer(label)}", $"The label list of this review has no label \"{label}\"."))]),
            { Fault: { } fault } => CommandResult.Failed("not-stored", "", $"The answer could not be stored: {fault}"),
            _ => CommandResult.Done(new JsonObject
            {
                ["reviewId"] = answer.ReviewId.ToString(),
                ["answers"] = outcome.Answers,
                ["dataset"] = store.DatasetPath,
            }),
        };
    }
}
