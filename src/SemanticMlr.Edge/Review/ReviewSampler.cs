using SemanticMlr.Edge.Decisions;

namespace SemanticMlr.Edge.Review;

/// <summary>Chooses the frames that a person is asked about. Not thread-safe; a frame that is not chosen allocates nothing.</summary>
internal sealed class ReviewSampler(ReviewOptions options, TimeProvider time, Func<double> random)
{
    private readonly Dictionary<string, CameraState> _cameras = new(StringComparer.Ordinal);
    private readonly ReviewBudget _budget = new(options, time);

    /// <summary>Why the frame is to be asked about, or null where it is not; a choice is taken from the budget.</summary>
    /// <param name="camera">The camera's name.</param>
    /// <param name="source">What gave the scores.</param>
    /// <param name="unsure">Whether a label lies in its review band.</param>
    public ReviewReason? Choose(string camera, DecisionSource source, bool unsure)
    {
        if (!_cameras.TryGetValue(camera, out var state))
        {
            _cameras.Add(camera, state = new CameraState());
        }

        if (!ReferenceEquals(state.Source, source))
        {
            // The list that the agent starts with is not new to anyone.
            var isNew = state.Source is { } old && (old.ListId, old.ListVersion) != (source.ListId, source.ListVersion);
            state.Source = source;
            state.NewFrames = isNew ? options.NewListFrames : state.NewFrames;
        }

        var drawn = random() < options.RandomShare;
        var reason = (state.NewFrames > 0, unsure, drawn) switch
        {
            (true, _, _) => ReviewReason.NewList,
            (_, true, _) => ReviewReason.Band,
            (_, _, true) => ReviewReason.Random,
            _ => (ReviewReason?)null,
        };
        var now = time.GetTimestamp();
        if (reason is null || (state.Last is { } last && time.GetElapsedTime(last, now) < options.Interval) || !_budget.TrySpend())
        {
            return null;
        }

        state.Last = now;
        state.NewFrames = Math.Max(0, state.NewFrames - 1);
        return reason;
    }

    private sealed class CameraState
    {
        public DecisionSource? Source { get; set; }

        public int NewFrames { get; set; }

        public long? Last { get; set; }
    }
}
