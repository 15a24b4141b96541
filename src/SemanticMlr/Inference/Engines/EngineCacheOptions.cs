using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Inference.Engines;

/// <summary>Where engines that TensorRT built are kept, and how many.</summary>
public sealed class EngineCacheOptions
{
    /// <summary>Whether they are kept. Without it an engine is built at every start, before anything is recognised.</summary>
    /// <value>The default is true; it needs a folder, which the agent has.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>The folder; empty takes <c>engines</c> in the agent's state folder.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string Folder { get; set; } = "";

    /// <summary>The most megabytes of engines that are not in use.</summary>
    /// <value>The default is 4096.</value>
    [Range(0, 1_048_576)]
    public int MaxMegabytes { get; set; } = 4096;

    /// <summary>The most engines that are not in use.</summary>
    /// <value>The default is 4.</value>
    [Range(0, 1_000)]
    public int MaxEngines { get; set; } = 4;
}
