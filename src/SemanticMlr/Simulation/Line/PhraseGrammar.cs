using System.Collections.Frozen;

namespace SemanticMlr.Simulation.Line;

/// <summary>
/// All phrases that can hold on the line: products, colours, faults and their compositions. Some compositions are held out of training; every word of
/// them occurs in others.
/// </summary>
public static class PhraseGrammar
{
    /// <summary>The phrase of a line on which nothing stands.</summary>
    public const string EmptyLine = "empty-belt";

    private static readonly FrozenSet<(string Colour, ProductKind Kind)> HeldOutBodies = FrozenSet.Create<(string, ProductKind)>(
        null,
        ("yellow", ProductKind.Bottle), ("white", ProductKind.Bottle), ("green", ProductKind.Can), ("purple", ProductKind.Can),
        ("blue", ProductKind.Carton), ("orange", ProductKind.Carton), ("red", ProductKind.Tray), ("black", ProductKind.Tray));

    private static readonly FrozenSet<(ProductKind Kind, FaultKind Fault)> HeldOutFaults = FrozenSet.Create<(ProductKind, FaultKind)>(
        null,
        (ProductKind.Bottle, FaultKind.Misprint), (ProductKind.Can, FaultKind.Leak), (ProductKind.Carton, FaultKind.Scratch), (ProductKind.Tray, FaultKind.Dent));

    private static readonly FrozenSet<(string Body, string Cap)> HeldOutCaps = FrozenSet.Create<(string, string)>(
        null, ("red", "green"), ("green", "white"), ("blue", "yellow"), ("black", "red"), ("orange", "blue"), ("purple", "black"));

    private static readonly FrozenSet<(ProductKind Kind, string Label)> HeldOutLabels = FrozenSet.Create<(ProductKind, string)>(
        null, (ProductKind.Bottle, "purple"), (ProductKind.Bottle, "green"), (ProductKind.Can, "red"), (ProductKind.Carton, "yellow"));

    private static readonly ProductKind[] Kinds = Enum.GetValues<ProductKind>();
    private static readonly ProductKind[] Labelled = [ProductKind.Bottle, ProductKind.Can, ProductKind.Carton];
    private static readonly LabelPattern[] Patterns = [LabelPattern.Striped, LabelPattern.Dotted];

    /// <summary>Every phrase, in an order that stays.</summary>
    public static IReadOnlyList<LinePhrase> All { get; } =
    [
        .. Products(), .. Colours(), .. Faults(), .. FaultsOfProducts(), .. FaultsOfColouredProducts(), .. Caps(), .. Labels(),
        Phrase("empty belt", ["nothing on the belt", "belt without product"], isSeen: true, _ => false),
    ];

    private static IEnumerable<LinePhrase> Products() => Kinds.SelectMany(kind => (LinePhrase[])
    [
        Phrase(Word(kind), [$"a {Word(kind)}"], isSeen: true, product => product.Kind == kind),
        Phrase($"good {Word(kind)}", [$"faultless {Word(kind)}", $"{Word(kind)} without fault"], isSeen: true, product => product.Kind == kind && product.Faults.Count == 0),
        FaultPhrase($"damaged {Word(kind)}", [$"faulty {Word(kind)}", $"bad {Word(kind)}"], isSeen: true, product => product.Kind == kind && product.Faults.Count > 0),
    ]);

    private static IEnumerable<LinePhrase> Colours() =>
    [
        .. from kind in Kinds
           from colour in NamedColour.All
           select Phrase(
               $"{colour.Name} {Word(kind)}", [$"a {colour.Name} {Word(kind)}"], !HeldOutBodies.Contains((colour.Name, kind)),
               product => product.Kind == kind && product.Body == colour),
        .. NamedColour.All.Select(colour => Phrase($"{colour.Name} cap", [$"cap in {colour.Name}"], isSeen: true, product => product.Cap == colour)),
        .. NamedColour.All.Select(colour => Phrase($"{colour.Name} label", [$"label in {colour.Name}"], isSeen: true, product => product.Label == colour)),
        .. Patterns.Select(pattern => Phrase($"{Word(pattern)} label", [$"label that is {Word(pattern)}"], isSeen: true, product => product.Label is not null && product.Pattern == pattern)),
    ];

    private static IEnumerable<LinePhrase> Faults() => Enum.GetValues<FaultKind>().Select(fault =>
        FaultPhrase(Word(fault), Synonyms(fault), isSeen: true, product => product.Has(fault)) with { Fault = fault });

    private static IEnumerable<LinePhrase> FaultsOfProducts() =>
        from kind in Kinds
        from fault in Product.FaultsOf(kind)
        select FaultPhrase(
            $"{Word(kind)} with {Noun(fault)}", [.. Adjective(fault) is { } adjective ? (string[])[$"{adjective} {Word(kind)}"] : []],
            !HeldOutFaults.Contains((kind, fault)), product => product.Kind == kind && product.Has(fault));

    private static IEnumerable<LinePhrase> FaultsOfColouredProducts() =>
        from kind in Kinds
        from fault in Product.FaultsOf(kind)
        from colour in NamedColour.All
        select FaultPhrase(
            $"{colour.Name} {Word(kind)} with {Noun(fault)}",
            [.. Adjective(fault) is { } adjective ? (string[])[$"{adjective} {colour.Name} {Word(kind)}"] : []],
            !HeldOutBodies.Contains((colour.Name, kind)) && !HeldOutFaults.Contains((kind, fault)),
            product => product.Kind == kind && product.Body == colour && product.Has(fault));

    private static IEnumerable<LinePhrase> Caps() =>
        from body in NamedColour.All
        from cap in NamedColour.All
        select Phrase(
            $"{body.Name} bottle with {cap.Name} cap", [$"{body.Name} bottle and {cap.Name} cap"],
            !HeldOutBodies.Contains((body.Name, ProductKind.Bottle)) && !HeldOutCaps.Contains((body.Name, cap.Name)),
            product => product.Body == body && product.Cap == cap);

    private static IEnumerable<LinePhrase> Labels() =>
    [
        .. from kind in Labelled
           from colour in NamedColour.All
           select Phrase(
               $"{Word(kind)} with {colour.Name} label", [$"{Word(kind)} and {colour.Name} label"], !HeldOutLabels.Contains((kind, colour.Name)),
               product => product.Kind == kind && product.Label == colour),
        .. from kind in Labelled
           from pattern in Patterns
           select Phrase(
               $"{Word(kind)} with {Word(pattern)} label", [], isSeen: true, product => product.Kind == kind && product.Pattern == pattern),
    ];

    private static LinePhrase Phrase(string text, IReadOnlyList<string> synonyms, bool isSeen, Func<Product, bool> holds) =>
        new(text.Replace(' ', '-'), text, synonyms, isSeen) { Holds = holds };

    private static LinePhrase FaultPhrase(string text, IReadOnlyList<string> synonyms, bool isSeen, Func<Product, bool> holds) =>
        Phrase(text, synonyms, isSeen, holds) with { IsFault = true };

    private static string Word(ProductKind kind) => kind switch
    {
        ProductKind.Bottle => "bottle",
        ProductKind.Can => "can",
        ProductKind.Carton => "carton",
        _ => "tray",
    };

    private static string Word(LabelPattern pattern) => pattern == LabelPattern.Striped ? "striped" : "dotted";

    private static string Word(FaultKind fault) => fault switch
    {
        FaultKind.CapMissing => "cap missing",
        _ => Noun(fault),
    };

    private static string Noun(FaultKind fault) => fault switch
    {
        FaultKind.CapMissing => "missing cap",
        FaultKind.LabelTorn => "torn label",
        FaultKind.LabelTilted => "tilted label",
        FaultKind.Misprint => "misprint",
        FaultKind.Dent => "dent",
        FaultKind.Scratch => "scratch",
        FaultKind.LowFill => "low fill",
        FaultKind.Leak => "leak",
        FaultKind.Crack => "crack",
        _ => "foreign object",
    };

    private static string? Adjective(FaultKind fault) => fault switch
    {
        FaultKind.CapMissing => "open",
        FaultKind.Misprint => "misprinted",
        FaultKind.Dent => "dented",
        FaultKind.Scratch => "scratched",
        FaultKind.LowFill => "underfilled",
        FaultKind.Leak => "leaking",
        FaultKind.Crack => "cracked",
        FaultKind.ForeignObject => "contaminated",
        _ => null,
    };

    private static string[] Synonyms(FaultKind fault) => fault switch
    {
        FaultKind.CapMissing => ["missing cap", "no cap", "open bottle"],
        FaultKind.LabelTorn => ["ripped label", "damaged label"],
        FaultKind.LabelTilted => ["crooked label", "label not straight"],
        FaultKind.Misprint => ["bad print", "smeared print"],
        FaultKind.Dent => ["bump", "dented product"],
        FaultKind.Scratch => ["scratches", "scratched product"],
        FaultKind.LowFill => ["underfilled", "fill level too low"],
        FaultKind.Leak => ["leaking product", "puddle"],
        FaultKind.Crack => ["cracked product", "broken product"],
        _ => ["contamination", "something that does not belong there"],
    };
}
