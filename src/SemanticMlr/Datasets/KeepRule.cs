using System.Globalization;

namespace SemanticMlr.Datasets;

/// <summary>Which of the known cells of a sample stay known when labels are hidden on purpose.</summary>
public abstract record KeepRule
{
    /// <summary>One positive a sample, drawn with equal chances; everything else becomes unknown, negatives too (Cole et al. 2021). A sample without positives keeps nothing.</summary>
    public sealed record OnePositive : KeepRule
    {
        /// <inheritdoc/>
        public override string ToString() => "single";

        internal override bool[] Choose(IReadOnlyList<Truth> cells, Func<double> random)
        {
            var kept = new bool[cells.Count];
            int[] positives = [.. Enumerable.Range(0, cells.Count).Where(label => cells[label] == Truth.Present)];
            if (positives.Length > 0)
            {
                kept[positives[(int)(random() * positives.Length)]] = true;
            }

            return kept;
        }
    }

    /// <summary>Each cell by itself with one probability, positives and negatives alike.</summary>
    /// <param name="Probability">Above 0, at most 1; 1 keeps everything.</param>
    public sealed record Share(double Probability) : KeepRule
    {
        /// <inheritdoc/>
        public override string ToString() => Probability.ToString(CultureInfo.InvariantCulture);

        internal override bool[] Choose(IReadOnlyList<Truth> cells, Func<double> random) =>
            [.. cells.Select(cell => random() < Probability && cell != Truth.Unknown)];
    }

    /// <summary>Reads <c>single</c> or a share above 0 and at most 1; null where the text is neither.</summary>
    public static KeepRule? Parse(string text) =>
        text == "single" ? new OnePositive()
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1 ? new Share(share)
        : null;

    /// <summary>What is still known of a sample once the rule has hidden the rest.</summary>
    /// <param name="cells">One entry a label.</param>
    /// <param name="random">Random numbers from 0 to below 1.</param>
    public IReadOnlyList<Truth> Hide(IReadOnlyList<Truth> cells, Func<double> random)
    {
        var kept = Choose(cells, random);
        return [.. cells.Select((cell, label) => kept[label] ? cell : Truth.Unknown)];
    }

    /// <summary>Which cells stay as they are; cells that are unknown already never do.</summary>
    /// <param name="cells">One entry a label.</param>
    /// <param name="random">Random numbers from 0 to below 1.</param>
    internal abstract bool[] Choose(IReadOnlyList<Truth> cells, Func<double> random);
}
