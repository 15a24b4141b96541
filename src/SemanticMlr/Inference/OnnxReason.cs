namespace SemanticMlr.Inference;

/// <summary>What ONNX Runtime said, as part of a sentence.</summary>
internal static class OnnxReason
{
    /// <summary>The message on one line, without the last full stop.</summary>
    public static string Reason(this Exception exception) => exception.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
