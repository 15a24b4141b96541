namespace SemanticMlr.Simulation.Line;

/// <summary>Decides by chance what stands on the line.</summary>
internal static class ProductDraw
{
    /// <summary>Places for products, from left to right.</summary>
    public const int Places = 3;

    private const double AtLeastOneFault = 0.55;
    private const double OneMoreFault = 0.3;
    private const double PlainLabel = 0.5;
    private static readonly double[] CountShares = [0.05, 0.3, 0.35, 0.3];

    /// <summary>Draws one product, or null, for each place.</summary>
    public static Product?[] Draw(SceneRandom random)
    {
        var products = new Product?[Places];
        for (var missing = random.Weighted(CountShares); missing > 0;)
        {
            var place = random.Whole(0, Places - 1);
            if (products[place] is null)
            {
                products[place] = DrawOne(random);
                missing--;
            }
        }

        return products;
    }

    private static Product DrawOne(SceneRandom random)
    {
        var kind = random.Pick<ProductKind>(Enum.GetValues<ProductKind>());
        var body = random.Pick<NamedColour>(NamedColour.All);
        var faults = Faults(kind, random);
        return new Product(
            kind,
            body,
            kind == ProductKind.Tray ? null : random.Pick<NamedColour>([.. NamedColour.All.Where(colour => colour != body)]),
            random.Chance(PlainLabel) ? LabelPattern.Plain : random.Pick<LabelPattern>([LabelPattern.Striped, LabelPattern.Dotted]),
            kind == ProductKind.Bottle && !faults.Contains(FaultKind.CapMissing) ? random.Pick<NamedColour>(NamedColour.All) : null,
            faults);
    }

    private static List<FaultKind> Faults(ProductKind kind, SceneRandom random)
    {
        var faults = new List<FaultKind>();
        for (var chance = AtLeastOneFault; random.Chance(chance); chance = OneMoreFault)
        {
            FaultKind[] left = [.. Product.FaultsOf(kind).Except(faults)];
            if (left.Length == 0)
            {
                break;
            }

            faults.Add(random.Pick<FaultKind>(left));
        }

        return faults;
    }
}
