namespace SemanticMlr.Cli.Bench;

/// <summary>Flags of <c>mlr bench</c> that stand for a verb below it: <c>mlr bench --peers</c> is <c>mlr bench peers</c>.</summary>
internal static class BenchSpelling
{
    private const string Verb = "bench";
    private static readonly string[] Flags = ["--peers", "--roofline"];

    /// <summary>The arguments with the verb in the place of the flag; others as they are.</summary>
    /// <param name="arguments">The arguments of <c>mlr</c>.</param>
    public static string[] Resolve(string[] arguments)
    {
        if (arguments is not [Verb, ['-', ..], ..])
        {
            return arguments;
        }

        if (Flags.FirstOrDefault(arguments.Contains) is { } flag)
        {
            return [Verb, flag[2..], .. arguments.Skip(1).Where(argument => argument != flag)];
        }

        return arguments.Any(argument => argument == "--model" || argument.StartsWith("--model=", StringComparison.Ordinal))
            ? [Verb, "model", .. arguments.Skip(1)]
            : arguments;
    }
}
