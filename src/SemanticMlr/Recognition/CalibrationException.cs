namespace SemanticMlr.Recognition;

/// <summary>A calibration file that cannot be used; the message names the file and lists every fault.</summary>
public sealed class CalibrationException(string path, IReadOnlyList<string> faults, Exception? innerException = null)
    : IOException($"{path}: {string.Join("; ", faults)}.", innerException)
{
    /// <summary>Every fault.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
