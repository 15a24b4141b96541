namespace SemanticMlr.Simulation;

/// <summary>A small hole inside copper.</summary>
internal sealed class PinHoleDefect : IDefectKind
{
    public int? MorePieces => null;

    public bool? EndsJoined => null;

    public bool TryShape(BoardSite site, DefectShape shape)
    {
        var random = site.Random;
        if (site.Pixel(copper: true) is not { } pixel)
        {
            return false;
        }

        shape.Begin(copper: false);
        Blot.Add(random, shape, pixel, smallest: 6, largest: 15);
        if (shape.Pixels.Count > 80 && random.Chance(0.3))
        {
            shape.Perforate(random, random.Between(0.1, 0.35));
        }

        return shape.FitsInside(BoardSite.Margin) && site.Surrounds(shape, copper: true, distance: 2);
    }
}
