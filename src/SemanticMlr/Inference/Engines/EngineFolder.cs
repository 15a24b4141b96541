namespace SemanticMlr.Inference.Engines;

/// <summary>The place of one engine.</summary>
/// <param name="Key">What the engine is made of.</param>
/// <param name="Path">The folder that ONNX Runtime reads and writes.</param>
/// <param name="TimingPath">The folder of the timings that every build for this GPU and these versions shares.</param>
/// <param name="IsFinished">Whether the engine lies there; else it is built.</param>
internal sealed record EngineFolder(EngineKey Key, string Path, string TimingPath, bool IsFinished)
{
    /// <summary>The settings under the names that ONNX Runtime gives them.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToProvider()
    {
        yield return new("trt_engine_cache_enable", "1");
        yield return new("trt_engine_cache_path", Path);
        if (!IsFinished)
        {
            yield return new("trt_timing_cache_enable", "1");
            yield return new("trt_timing_cache_path", TimingPath);
        }
    }
}
