namespace SemanticMlr.Training.Data;

/// <summary>Crops and what they should give.</summary>
/// <param name="Count">Number of crops, B.</param>
/// <param name="Size">Side of a crop, S.</param>
/// <param name="Pixels">Brightness, [B, S, S].</param>
/// <param name="Patches">Target of each patch and label, [B, P, C]: 1 where the centre of a box lies, falling off around it.</param>
/// <param name="Tiles">Whether the centre of a box of the label lies in the region, [B, C]: 0 or 1.</param>
internal sealed record CropBatch(int Count, int Size, byte[] Pixels, float[] Patches, float[] Tiles);
