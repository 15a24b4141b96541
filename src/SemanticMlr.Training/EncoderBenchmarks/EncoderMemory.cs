using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.Training.HeadBenchmarks;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>By how much resident memory grows when an encoder is opened and run: to be measured in a process that did nothing before.</summary>
public static class EncoderMemory
{
    private const int Runs = 3;

    /// <summary>Opens and runs an encoder.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="batch">Pictures of a run.</param>
    /// <param name="options">The provider and its settings.</param>
    /// <returns>Bytes by which the resident peak grew: weights, arena and everything else.</returns>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static long PeakGrowth(string path, int batch, InferenceOptions options)
    {
        HeadMemory.WarmUp();
        return ResidentPeak.Growth(() =>
        {
            using var encoder = BoundEncoder.Open(path, batch, options);
            for (var run = 0; run < Runs; run++)
            {
                encoder.Encode(batch);
            }
        });
    }
}
