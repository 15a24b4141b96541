using System.Collections.Concurrent;
using System.Globalization;
using SemanticMlr.Edge.Decisions;

namespace SemanticMlr.Edge.Agent.Demo;

/// <summary>Remembers which labels hold where, for the live view and the summary.</summary>
internal sealed class LabelBoard : IDetectionListener
{
    private readonly ConcurrentDictionary<(string Camera, string Region, string Label), double> _on = new();
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    /// <summary>Labels that held at least once.</summary>
    public IReadOnlyList<string> Seen => [.. _seen.Keys.Order(StringComparer.Ordinal)];

    public void Detected(Detection detection)
    {
        foreach (var region in detection.Regions)
        {
            foreach (var label in region.Labels)
            {
                var key = (detection.Camera, region.Region, label.Label);
                if (label.On)
                {
                    _on[key] = label.Score;
                    _seen[label.Label] = true;
                }
                else
                {
                    _on.TryRemove(key, out _);
                }
            }
        }
    }

    /// <summary>What holds for a camera now, as <c>short 0.97 (r1c2)</c>.</summary>
    public IReadOnlyList<string> Holding(string camera) =>
    [
        .. _on.Where(entry => entry.Key.Camera == camera)
            .OrderBy(entry => entry.Key.Label, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Region, StringComparer.Ordinal)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key.Label} {entry.Value:F2} ({entry.Key.Region})")),
    ];
}
