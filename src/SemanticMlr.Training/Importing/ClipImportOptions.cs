using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Importing;

/// <summary>What is imported, and what an export does not tell.</summary>
/// <param name="Vision">The ONNX file of the image side.</param>
/// <param name="Output">The bundle's folder.</param>
public sealed record ClipImportOptions(string Vision, string Output)
{
    /// <summary>The ONNX file of the text side, or null where labels bring their vectors.</summary>
    public string? Text { get; init; }

    /// <summary>The folder of the tokenizer; goes with <see cref="Text"/>.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Name of the bundle, or null for that of its folder.</summary>
    public string? Name { get; init; }

    /// <summary>Id of the text encoder, or null for one from the file's hash (with a text side), or that of the labels' vectors (without).</summary>
    public string? Encoder { get; init; }

    /// <summary>The default labels: a label list, or a text with a phrase a line; null for a few of the house.</summary>
    public string? Labels { get; init; }

    /// <summary>The prompt.</summary>
    public string Prompt { get; init; } = "a photo of a {label}";

    /// <summary>Side of the image, where neither the model nor a file beside it tells.</summary>
    public int? Size { get; init; }

    /// <summary>How images become square; null for what the model's maker says.</summary>
    public ImageFit? Fit { get; init; }

    /// <summary>The factor of the cosine: <c>exp(logit_scale)</c>, 100 in CLIP's published weights.</summary>
    public double Scale { get; init; } = 100;

    /// <summary>The shift of the logit; the default puts an uncalibrated half at a cosine of 0.25. SigLIP: its <c>logit_bias</c>.</summary>
    public double Bias { get; init; } = -25;

    /// <summary>Patches whose cosines the head <c>mkt</c> averages.</summary>
    public int TopK { get; init; } = 16;

    /// <summary>SPDX expression of the weights' licence.</summary>
    public string Licence { get; init; } = "LicenseRef-unknown";
}
