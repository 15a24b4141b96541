using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Edge.Supervision;

/// <summary>Frames are recognised, or no camera has one and says so. A camera that is offline is no lack of progress; one that claims to be online while nobody watches it is.</summary>
internal sealed class RecognitionProgress(CameraSet cameras, PipelineActivity activity) : IProgressProbe
{
    private static readonly TimeSpan LongestUnwatched = TimeSpan.FromSeconds(5);

    private long _batches;

    public string Name => "recognition";

    public TimeSpan Patience => TimeSpan.Zero;

    public bool HasProgress()
    {
        var batches = activity.Batches;
        if (batches != _batches)
        {
            _batches = batches;
            return true;
        }

        return !activity.IsBusy && cameras.Cameras.All(camera => !camera.HasFrame && !IsForgotten(camera));
    }

    public string Describe() =>
        activity.IsBusy ? "A batch is under way."
        : cameras.Cameras.FirstOrDefault(camera => camera.HasFrame) is { } waiting ? $"A frame of {waiting.Name} waits."
        : cameras.Cameras.FirstOrDefault(IsForgotten) is { } forgotten ? $"{forgotten.Name} counts as online, but nobody watches it."
        : $"{activity.Batches} batches are done, no frame waits.";

    private static bool IsForgotten(Camera camera) => camera.IsOnline && camera.Unwatched > LongestUnwatched;
}
