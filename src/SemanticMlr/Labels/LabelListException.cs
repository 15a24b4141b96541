namespace SemanticMlr.Labels;

/// <summary>A label list that is refused as a whole; the message names the file and lists every fault.</summary>
public sealed class LabelListException : IOException
{
    /// <param name="name">The file, or what else the list came from.</param>
    /// <param name="faults">Every fault, each with the place in the JSON; at least one.</param>
    /// <param name="innerException">What was caught, or null.</param>
    public LabelListException(string name, IReadOnlyList<string> faults, Exception? innerException = null)
        : base($"{name}: {string.Join("; ", faults)}.", innerException) => (Name, Faults) = (name, faults);

    /// <summary>The file, or what else the list came from.</summary>
    public string Name { get; }

    /// <summary>Every fault, as <c>labels[3].threshold: must be 0 to 1, found 1.5</c>.</summary>
    public IReadOnlyList<string> Faults { get; }
}
