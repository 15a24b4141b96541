using System.CommandLine.Parsing;

namespace SemanticMlr.Cli.Commands;

/// <summary>Words with commas between them.</summary>
internal static class EnumList
{
    /// <summary>Reads the words of an option, each once.</summary>
    /// <param name="result">The option.</param>
    /// <param name="known">What may be named.</param>
    public static T[]? Parse<T>(ArgumentResult result, params T[] known)
        where T : struct, Enum
    {
        var found = new List<T>();
        foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            var index = Array.FindIndex(known, value => string.Equals(value.ToString(), word, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                result.AddError($"'{word}' is not known; known are: {string.Join(", ", known)}.");
                return null;
            }

            found.Add(known[index]);
        }

        return [.. found.Distinct()];
    }
}
