using System.Text.Json;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Commands.Results;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Rollout;

namespace SemanticMlr.Edge.Commands;

/// <summary><c>snapshot</c>: the newest frame of a camera as JPEG.</summary>
internal sealed class SnapshotCommand(RecentFrames frames, IOptions<ReviewOptions> options) : ICommand
{
    private const int LongestName = 64;

    public string Verb => "snapshot";

    public CommandResult Execute(JsonElement request)
    {
        var reader = new RequestReader(request);
        reader.Allow("schema", "camera");
        var camera = reader.Text("camera", LongestName);
        if (reader.Errors.Count > 0)
        {
            return CommandResult.Failed(reader.Errors);
        }

        if (frames.Newest(camera) is not { } frame)
        {
            return CommandResult.Failed("no-frame", "/camera", $"No frame of a camera \"{camera}\" was recognised since the start; topics camera/+/state name the cameras.");
        }

        using (frame)
        {
            return ReviewEncoder.Encode(frame.Frame, options.Value.Jpeg) is { } picture
                ? LabelResults.Done(
                    new SnapshotResult(camera, frame.Frame.Number, frame.Frame.CapturedAt, picture.Width, picture.Height, picture.Jpeg),
                    CommandJson.Default.SnapshotResult)
                : CommandResult.Failed("too-large", "/camera", "The frame does not fit the size limit of pictures (Review:Jpeg), not even small and coarse.");
        }
    }
}
