using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;

namespace SemanticMlr.Inference;

/// <summary>Checks the shapes that graphs really give.</summary>
internal static class GraphShape
{
    /// <summary>Compares the shape of an output with the expected one.</summary>
    /// <exception cref="BundleException">They differ.</exception>
    public static void Check(string path, string name, OrtValue value, params ReadOnlySpan<long> expected)
    {
        var shape = value.GetTensorTypeAndShape().Shape;
        if (!expected.SequenceEqual(shape))
        {
            throw new BundleException(
                path,
                $"the output \"{name}\" has the shape [{string.Join(", ", shape)}], expected [{string.Join(", ", expected.ToArray())}]");
        }
    }
}
