namespace SemanticMlr.Simulation.Line;

/// <summary>What can be wrong with a product.</summary>
internal enum FaultKind
{
    CapMissing,
    LabelTorn,
    LabelTilted,
    Misprint,
    Dent,
    Scratch,
    LowFill,
    Leak,
    Crack,
    ForeignObject,
}
