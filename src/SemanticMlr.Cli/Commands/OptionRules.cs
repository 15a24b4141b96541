using System.CommandLine;

namespace SemanticMlr.Cli.Commands;

/// <summary>Limits of options.</summary>
internal static class OptionRules
{
    /// <summary>Refuses a value that was given and does not keep the rule; defaults are not asked.</summary>
    /// <param name="option">The option.</param>
    /// <param name="rule">What a value must keep.</param>
    /// <param name="expectation">How the sentence goes on after the option's name, without the full stop.</param>
    public static void Check<T>(Option<T> option, Func<T?, bool> rule, string expectation) => option.Validators.Add(result =>
    {
        if (!result.Errors.Any() && !rule(result.GetValueOrDefault<T>()))
        {
            result.AddError($"{option.Name} {expectation}.");
        }
    });
}
