namespace SemanticMlr.Edge.Supervision;

/// <summary>A part of the agent that must get on, asked at intervals by one thread.</summary>
internal interface IProgressProbe
{
    /// <summary>What gets on, in a word.</summary>
    string Name { get; }

    /// <summary>How much longer than others the part may take in the state in which it is.</summary>
    TimeSpan Patience { get; }

    /// <summary>Whether it got on since it was asked last, or has honestly nothing to do.</summary>
    bool HasProgress();

    /// <summary>What it is at, in a sentence without a secret.</summary>
    string Describe();
}
