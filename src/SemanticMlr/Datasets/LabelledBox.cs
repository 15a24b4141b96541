using System.Text.Json.Serialization;

namespace SemanticMlr.Datasets;

/// <summary>A label and the box it lies in, in pixels, origin top left.</summary>
public sealed record LabelledBox(string Label, double X, double Y, double Width, double Height)
{
    /// <summary>Horizontal centre, in pixels.</summary>
    [JsonIgnore]
    public double CentreX => X + Width / 2;

    /// <summary>Vertical centre, in pixels.</summary>
    [JsonIgnore]
    public double CentreY => Y + Height / 2;
}
