using System.ComponentModel;
using System.Diagnostics;

namespace SemanticMlr.Cli;

/// <summary>The commit of the work tree that a figure was made in.</summary>
internal static class GitCommit
{
    /// <summary>The hash, with <c>+changes</c> where tracked files differ from it; <c>unknown</c> outside a work tree.</summary>
    public static string Current() =>
        Run("rev-parse", "HEAD") is { Length: > 0 } hash ? hash + (Run("status", "--porcelain", "--untracked-files=no") is { Length: > 0 } ? "+changes" : "") : "unknown";

    private static string? Run(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
