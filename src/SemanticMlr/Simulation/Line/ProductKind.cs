namespace SemanticMlr.Simulation.Line;

/// <summary>What runs on the simulated packaging line.</summary>
internal enum ProductKind
{
    Bottle,
    Can,
    Carton,
    Tray,
}
