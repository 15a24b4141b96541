namespace SemanticMlr.Edge.Outbox;

/// <summary>When the next commit is due, and who waits for it. Not thread-safe; the memory guards it.</summary>
internal sealed class CommitSchedule(OutboxOptions options, TimeProvider time)
{
    private TaskCompletionSource? _flush;
    private long? _due;

    /// <summary>Whether a commit has a time at which it is due.</summary>
    public bool IsPlanned => _due is not null;

    /// <summary>Whether somebody asked for a commit at once, or its time has come.</summary>
    public bool IsDue => _flush is not null || (_due is { } due && time.GetTimestamp() >= due);

    /// <summary>How long it is until a commit is due, at most the given time; negative where it is late.</summary>
    public TimeSpan TimeLeft(TimeSpan most)
    {
        var left = _flush is not null ? TimeSpan.Zero
            : _due is { } due ? time.GetElapsedTime(time.GetTimestamp(), due)
            : most;
        return left < most ? left : most;
    }

    /// <summary>Plans a commit after <see cref="OutboxOptions.GroupTime"/>, unless one is planned.</summary>
    /// <returns>Whether none was.</returns>
    public bool TryPlan()
    {
        if (IsPlanned)
        {
            return false;
        }

        PlanIn(options.GroupTime);
        return true;
    }

    /// <summary>Plans the next commit, whatever it was planned for before.</summary>
    public void PlanIn(TimeSpan wait) => _due = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);

    /// <summary>Asks for a commit at once.</summary>
    /// <returns>Ends when what <see cref="Begin"/> gave is completed.</returns>
    public Task FlushAsync()
    {
        _flush ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _flush.Task;
    }

    /// <summary>Begins the commit: what is asked for and planned from now on is another one.</summary>
    /// <returns>Has to be completed after the commit, or the try; null where nobody waits for it.</returns>
    public TaskCompletionSource? Begin()
    {
        var flush = _flush;
        _flush = null;
        _due = null;
        return flush;
    }
}
