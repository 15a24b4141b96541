namespace SemanticMlr.Simulation;

/// <summary>The shapes of specks and holes: a dot, a short stroke, or a crooked one with a branch.</summary>
internal static class Blot
{
    public static void Add(SceneRandom random, DefectShape shape, (int X, int Y) centre, double smallest, double largest)
    {
        var length = random.Between(smallest, random.Chance(0.12) ? 2 * largest : largest);
        var radius = Math.Max(2, Math.Min(6, length * random.Between(0.18, 0.5)));
        var (dx, dy) = Compass.Any(random);
        var half = Math.Max(0, length / 2 - radius);
        var (from, to) = ((centre.X - dx * half, centre.Y - dy * half), (centre.X + dx * half, centre.Y + dy * half));
        shape.Crooked(random, from, to, length * 0.4, radius);
        if (length > 9 && random.Chance(0.4))
        {
            var (bx, by) = Compass.Any(random);
            shape.Line(centre.X, centre.Y, centre.X + bx * half, centre.Y + by * half, radius * 0.8);
        }

        shape.Fray(random, random.Between(0, 0.25));
    }
}
