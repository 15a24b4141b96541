using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SemanticMlr.Inference;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>The model that is run and how frames share its batches.</summary>
public sealed class RecognitionOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recognition";

    /// <summary>The largest value of <see cref="MaxBatch"/>.</summary>
    public const int LargestBatch = 256;

    /// <summary>The folder of the model bundle.</summary>
    /// <value>The default is <c>models/pcb-defects</c>.</value>
    [Required]
    public string Bundle { get; set; } = "models/pcb-defects";

    /// <summary>The most regions that one run of the image encoder takes; cameras share it.</summary>
    /// <value>The default is 18.</value>
    [Range(1, LargestBatch)]
    public int MaxBatch { get; set; } = 18;

    /// <summary>How long a batch that has room waits for frames of other cameras that are due within that time, as their last frames let expect.</summary>
    /// <value>The default is 5 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// When the pixels of the next batch are prepared while the current one runs: more frames a second, but a camera that gives more than are recognised
    /// has its frames taken earlier, so that they are older at the end.
    /// </summary>
    /// <value>The default is <see cref="PrepareAhead.OnGpu"/>.</value>
    public PrepareAhead PrepareAhead { get; set; }

    /// <summary>The most bytes of cached label embeddings on disk.</summary>
    /// <value>The default is 64 MiB.</value>
    [Range(0, 4L * 1024 * 1024 * 1024)]
    public long EmbeddingCacheBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Execution providers and their settings.</summary>
    [Required, ValidateObjectMembers]
    public InferenceOptions Inference { get; set; } = new();
}
