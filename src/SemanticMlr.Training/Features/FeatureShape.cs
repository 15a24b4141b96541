namespace SemanticMlr.Training.Features;

/// <summary>The sizes of an encoder's features.</summary>
/// <param name="Global">Values G of the global vector.</param>
/// <param name="Patches">Patches P.</param>
/// <param name="Patch">Values W of a patch.</param>
internal sealed record FeatureShape(int Global, int Patches, int Patch)
{
    /// <summary>Values of all patches.</summary>
    public int AllPatches => Patches * Patch;

    /// <summary>Values of one entry: the global vector, then the patches row by row.</summary>
    public int Length => Global + AllPatches;
}
