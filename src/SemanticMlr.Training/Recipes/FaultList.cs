using System.Globalization;

namespace SemanticMlr.Training.Recipes;

/// <summary>Collects what is wrong, so that all of it is told at once.</summary>
internal sealed class FaultList
{
    private readonly List<string> _items = [];

    public IReadOnlyList<string> Items => _items;

    /// <summary>Notes a fault unless the condition holds.</summary>
    public void Require(bool holds, string fault)
    {
        if (!holds)
        {
            _items.Add(fault);
        }
    }

    /// <summary>Notes a value outside its range; a value that is no number is outside every range.</summary>
    public void Range(string field, double value, double low, double high) =>
        Require(
            value >= low && value <= high,
            string.Create(CultureInfo.InvariantCulture, $"\"{field}\" is {value}; it must be {low} to {high}."));
}
