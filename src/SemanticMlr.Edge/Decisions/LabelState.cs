namespace SemanticMlr.Edge.Decisions;

/// <summary>The state of one label in one region of one camera.</summary>
internal struct LabelState
{
    public bool On;
    public bool Changed;
    public int Run;
    public float Score;
    public DateTimeOffset RunStart;
    public DateTimeOffset Since;

    /// <summary>Takes the probability of the next frame.</summary>
    /// <param name="contradicts">Whether it speaks against the present state.</param>
    /// <param name="needed">Consecutive contradictions that turn the state.</param>
    /// <param name="time">Capture time of the frame.</param>
    public void Take(bool contradicts, int needed, DateTimeOffset time)
    {
        Changed = false;
        if (!contradicts)
        {
            Run = 0;
            return;
        }

        if (Run++ == 0)
        {
            RunStart = time;
        }

        if (Run >= needed)
        {
            On = !On;
            Since = RunStart;
            Run = 0;
            Changed = true;
        }
    }
}
