using SemanticMlr.Bundles;
using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.Modules.Heads;

namespace SemanticMlr.Training.Export;

/// <summary>Writes a head with its explain file into a bundle.</summary>
internal static class HeadEntries
{
    /// <summary>The entry of a head.</summary>
    /// <param name="folder">The bundle.</param>
    /// <param name="name">Name of the head.</param>
    /// <param name="head">The head.</param>
    /// <param name="options">Patches, label graph, centring.</param>
    public static HeadEntry Put(BundleFolder folder, string name, MatchingHead head, HeadGraphOptions options)
    {
        var stem = name.Replace("+", "-plus", StringComparison.Ordinal);
        var file = folder.Put($"head.{stem}.onnx", HeadGraphs.Write(head, options));
        return new HeadEntry
        {
            File = file.File,
            Sha256 = file.Sha256,
            Explain = HeadGraphs.WriteExplained(head, options) is { } explained ? folder.Put($"head.{stem}.explain.onnx", explained) : null,
            TopK = head.ReadsPatches ? Math.Min(head.Settings.TopK, options.Patches) : null,
            Calibration = $"calibration.{stem}.json",
        };
    }
}
