using System.Globalization;

namespace SemanticMlr.Edge.Health;

/// <summary>The temperatures that the kernel shows; none on machines without sensors.</summary>
/// <param name="folder">Where the zones are, each with <c>type</c> (its name) and <c>temp</c> (thousandths of a degree Celsius).</param>
internal sealed class ThermalZones(string folder)
{
    private readonly Zone[] _zones = [.. Find(folder)];

    /// <summary>Names and degrees Celsius of the zones that can be read now; some sensors are switched off at times.</summary>
    public IEnumerable<(string Name, double Celsius)> Read()
    {
        foreach (var zone in _zones)
        {
            if (TryRead(zone.Path) is { } text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var thousandths))
            {
                yield return (zone.Name, thousandths / 1000.0);
            }
        }
    }

    private static IEnumerable<Zone> Find(string folder)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var zones = Directory.Exists(folder) ? Directory.GetDirectories(folder, "thermal_zone*") : [];
        foreach (var zone in zones.Order(StringComparer.Ordinal))
        {
            if (TryRead(Path.Combine(zone, "type")) is { Length: > 0 } type)
            {
                var count = known[type] = known.GetValueOrDefault(type) + 1;
                yield return new Zone(count == 1 ? type : $"{type}-{count}", Path.Combine(zone, "temp"));
            }
        }
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Zone(string Name, string Path);
}
