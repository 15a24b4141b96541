namespace SemanticMlr.Simulation.Line;

/// <summary>How the label of a product is printed.</summary>
internal enum LabelPattern
{
    Plain,
    Striped,
    Dotted,
}
