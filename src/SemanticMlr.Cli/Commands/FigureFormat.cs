using System.Globalization;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Commands;

/// <summary>Figures in tables.</summary>
internal static class FigureFormat
{
    public static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Median with smallest and largest.</summary>
    public static string Of(Spread? spread, string format) => spread is null
        ? "-"
        : $"{Number(spread.Median, format)} ({Number(spread.Min, format)} .. {Number(spread.Max, format)})";

    public static string Megabytes(long? bytes) => Number(bytes / 1e6, "0.0");

    public static string Billions(long count) => Number(count / 1e9, "0.000");
}
