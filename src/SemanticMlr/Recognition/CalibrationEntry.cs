using System.Text.Json.Serialization;

namespace SemanticMlr.Recognition;

/// <summary>The calibration of one label: <c>probability = sigmoid(scale * logit + bias)</c>.</summary>
public sealed record CalibrationEntry
{
    /// <summary>The factor a, above 0.</summary>
    [JsonRequired]
    public double Scale { get; init; } = 1;

    /// <summary>The summand b.</summary>
    [JsonRequired]
    public double Bias { get; init; }

    /// <summary>The probability from which the label holds, 0..1.</summary>
    [JsonRequired]
    public double Threshold { get; init; } = 0.5;

    /// <summary>Whether there were too few examples to trust it.</summary>
    public bool Provisional { get; init; }

    /// <summary>Examples with the label.</summary>
    public int Positives { get; init; }

    /// <summary>Examples without the label.</summary>
    public int Negatives { get; init; }

    /// <summary>The share of true labels that the threshold finds, or null.</summary>
    public ExpectedRate? ExpectedRecall { get; init; }

    /// <summary>False alarms per 1,000 frames at the threshold, or null.</summary>
    public ExpectedRate? ExpectedFalseAlarms { get; init; }
}
