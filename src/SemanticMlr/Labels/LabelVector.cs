namespace SemanticMlr.Labels;

/// <summary>What an embedding must be to be compared with anything.</summary>
internal static class LabelVector
{
    /// <summary>Whether every value is finite and one at least is not zero.</summary>
    public static bool IsUsable(ReadOnlySpan<float> vector)
    {
        var any = false;
        foreach (var value in vector)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }

            any |= value != 0;
        }

        return any;
    }
}
