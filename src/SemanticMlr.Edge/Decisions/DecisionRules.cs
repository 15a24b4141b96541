namespace SemanticMlr.Edge.Decisions;

/// <summary>The labels of one snapshot with the probabilities at which they turn on and off; immutable.</summary>
internal sealed class DecisionRules
{
    private readonly string[] _labels;
    private readonly double[] _on;
    private readonly double[] _off;

    /// <param name="source">Where the labels come from.</param>
    /// <param name="labels">Label ids in output order.</param>
    /// <param name="thresholds">Probability from which each label holds, 0..1.</param>
    /// <param name="hysteresis">How far below a threshold the label turns off.</param>
    public DecisionRules(DecisionSource source, IEnumerable<string> labels, IEnumerable<double> thresholds, double hysteresis)
    {
        Source = source;
        _labels = [.. labels];
        _on = [.. thresholds];
        // A small threshold keeps a lower threshold above zero, or its label could never turn off.
        _off = [.. _on.Select(on => Math.Max(on - hysteresis, on / 2))];
    }

    public DecisionSource Source { get; }

    public int Count => _labels.Length;

    public string LabelAt(int index) => _labels[index];

    public int IndexOf(string label) => Array.IndexOf(_labels, label);

    /// <summary>Whether a probability speaks against the present state of the label.</summary>
    public bool Contradicts(int index, bool on, double probability) => on ? probability < _off[index] : probability >= _on[index];
}
