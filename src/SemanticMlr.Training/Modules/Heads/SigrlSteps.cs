using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>What the faithful head computes, in order.</summary>
/// <param name="Labelwise">M [B, C, D].</param>
/// <param name="Correlated">T [B, C, D].</param>
/// <param name="Reconstructed">Patches after VFR [B, P, D].</param>
/// <param name="Products">Their products with the labels [B, P, C].</param>
/// <param name="Local">Mean of the best products [B, C], before the norm over labels.</param>
/// <param name="Whole">Product of the global vector [B, C], before the norm over labels.</param>
/// <param name="Score">The ranking score [B, C].</param>
internal readonly record struct SigrlSteps(
    Tensor Labelwise, Tensor Correlated, Tensor Reconstructed, Tensor Products, Tensor Local, Tensor Whole, Tensor Score);
