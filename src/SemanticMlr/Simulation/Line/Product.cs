namespace SemanticMlr.Simulation.Line;

/// <summary>One product as it stands on the line.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Body">Colour of the body; of a bottle, that of what is in it.</param>
/// <param name="Label">Colour of the label, another than the body's; null on a tray, which has none.</param>
/// <param name="Pattern">How the label is printed.</param>
/// <param name="Cap">Colour of the cap; null where there is none, as on everything but bottles.</param>
/// <param name="Faults">What is wrong with it, each once.</param>
internal sealed record Product(
    ProductKind Kind,
    NamedColour Body,
    NamedColour? Label,
    LabelPattern Pattern,
    NamedColour? Cap,
    IReadOnlyList<FaultKind> Faults)
{
    /// <summary>The faults that a kind of product can have.</summary>
    public static FaultKind[] FaultsOf(ProductKind kind) => kind switch
    {
        ProductKind.Bottle =>
        [
            FaultKind.CapMissing, FaultKind.LabelTorn, FaultKind.LabelTilted, FaultKind.Misprint, FaultKind.Scratch, FaultKind.LowFill, FaultKind.Leak,
            FaultKind.Crack,
        ],
        ProductKind.Can => [FaultKind.Dent, FaultKind.Scratch, FaultKind.Leak, FaultKind.Misprint, FaultKind.LabelTorn],
        ProductKind.Carton =>
            [FaultKind.Dent, FaultKind.LabelTorn, FaultKind.LabelTilted, FaultKind.Misprint, FaultKind.Scratch, FaultKind.Leak],
        ProductKind.Tray => [FaultKind.Crack, FaultKind.Scratch, FaultKind.ForeignObject, FaultKind.Dent],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such product."),
    };

    /// <summary>Whether it has a fault.</summary>
    public bool Has(FaultKind fault) => Faults.Contains(fault);
}
