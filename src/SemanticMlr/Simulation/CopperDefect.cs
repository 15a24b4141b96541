namespace SemanticMlr.Simulation;

/// <summary>A speck of copper on bare board that touches no conductor.</summary>
internal sealed class CopperDefect : IDefectKind
{
    public int? MorePieces => 1;

    public bool? EndsJoined => null;

    public bool TryShape(BoardSite site, DefectShape shape)
    {
        var random = site.Random;
        if (site.Pixel(copper: false) is not { } pixel)
        {
            return false;
        }

        shape.Begin(copper: true);
        Blot.Add(random, shape, pixel, smallest: 7, largest: 18);
        return shape.FitsInside(BoardSite.Margin) && site.Surrounds(shape, copper: false, distance: 3);
    }
}
