using System.Diagnostics;
using System.Globalization;

namespace SemanticMlr.Cli;

/// <summary>A figure that only a fresh process of <c>mlr</c> can give, as the memory that a graph needs.</summary>
internal static class ChildFigure
{
    /// <summary>Runs <c>mlr</c> with these arguments and reads the one number that it prints.</summary>
    /// <exception cref="InvalidDataException">It printed none.</exception>
    public static async Task<long> ReadAsync(string[] arguments, CancellationToken cancellationToken)
    {
        // Run as "dotnet mlr.dll", the program of this process is dotnet, which must be told of the file first.
        var program = Environment.ProcessPath!;
        string[] all = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "mlr.dll"), .. arguments] : arguments;
        using var child = Process.Start(new ProcessStartInfo(program, all) { RedirectStandardOutput = true })!;
        var output = await child.StandardOutput.ReadToEndAsync(cancellationToken);
        await child.WaitForExitAsync(cancellationToken);
        return long.TryParse(output.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var figure)
            ? figure
            : throw new InvalidDataException($"\"mlr {string.Join(' ', arguments)}\" gave no figure; it ended with exit code {child.ExitCode}.");
    }
}
