using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SemanticMlr.Simulation;

/// <summary>The address of a simulated camera, as <c>sim:line?seed=1&amp;rate=10&amp;hold=10</c>.</summary>
/// <param name="Scene">The name of the scene, one of <see cref="SceneCatalog.Names"/>.</param>
/// <param name="Seed">Which endless row of pictures; 0 or more, 1 where the address does not say it.</param>
/// <param name="Rate">Frames per second, 0.01 to 1,000; 10 where the address does not say it.</param>
/// <param name="Hold">
/// For how many frames one picture stays, 1 to 1,000,000; 10 where the address does not say it: a board that passes a line is seen on
/// several frames, and decisions that need several frames in agreement would otherwise never be made.
/// </param>
public sealed record SimulationAddress(string Scene, long Seed, double Rate, int Hold = SimulationAddress.DefaultHold)
{
    /// <summary>What such an address begins with.</summary>
    public const string Scheme = "sim:";

    private const long DefaultSeed = 1;
    private const double DefaultRate = 10;
    private const int DefaultHold = 10;

    /// <summary>The index of the scene's picture that a frame shows.</summary>
    /// <param name="frame">The count of the frame, from 0.</param>
    public long PictureOf(long frame) => frame / Hold;

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <param name="address">What it says.</param>
    /// <param name="fault">What is wrong with it, as one sentence.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out SimulationAddress? address,
        [NotNullWhen(false)] out string? fault)
    {
        address = null;
        if (text is null || !text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            fault = $"A simulated camera is written as {Scheme}pcb?seed=1&rate=10, found '{text}'.";
            return false;
        }

        var question = text.IndexOf('?', StringComparison.Ordinal);
        var scene = question < 0 ? text[Scheme.Length..] : text[Scheme.Length..question];
        if (!SceneCatalog.Names.Contains(scene))
        {
            fault = $"There is no scene '{scene}'; known are: {string.Join(", ", SceneCatalog.Names)}.";
            return false;
        }

        var parsed = new SimulationAddress(scene, DefaultSeed, DefaultRate);
        var options = question < 0 ? "" : text[(question + 1)..];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var option in options.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = option.Split('=', 2);
            var applied = parts.Length == 2 && seen.Add(parts[0]) ? parsed.With(parts[0], parts[1]) : null;
            if (applied is null)
            {
                fault = $"'{option}' in '{text}' is not understood; expected each at most once: seed (0 or more), rate (0.01 to 1000 frames per second), hold (1 to 1000000 frames).";
                return false;
            }

            parsed = applied;
        }

        (address, fault) = (parsed, null);
        return true;
    }

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}{Scene}?seed={Seed}&rate={Rate}&hold={Hold}");

    private SimulationAddress? With(string name, string value)
    {
        var culture = CultureInfo.InvariantCulture;
        return name switch
        {
            "seed" when long.TryParse(value, NumberStyles.None, culture, out var seed) => this with { Seed = seed },
            "rate" when double.TryParse(value, NumberStyles.AllowDecimalPoint, culture, out var rate) && rate is >= 0.01 and <= 1_000 =>
                this with { Rate = rate },
            "hold" when int.TryParse(value, NumberStyles.None, culture, out var hold) && hold is >= 1 and <= 1_000_000 =>
                this with { Hold = hold },
            _ => null,
        };
    }
}
