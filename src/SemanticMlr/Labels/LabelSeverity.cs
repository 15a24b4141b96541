namespace SemanticMlr.Labels;

/// <summary>How serious a label is for the plant.</summary>
public enum LabelSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Worth stopping for.</summary>
    Critical,
}
