using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge;
using SemanticMlr.Edge.Labels;

namespace SemanticMlr.Faults.PowerLoss;

/// <summary>A known series of label lists, which a process puts in force one after another while its system calls are recorded.</summary>
internal static class LabelSeries
{
    /// <summary>The folder of the agent's state, below that which is recorded.</summary>
    public const string StateFolder = "state";

    /// <summary>The file, beside the state, that names a version once it is in force.</summary>
    public const string PromisesFile = "promises";

    /// <summary>Puts versions 1 to <paramref name="rounds"/> in force.</summary>
    /// <param name="folder">The folder that is recorded; exists and is empty.</param>
    /// <param name="rounds">Versions.</param>
    public static async Task WriteAsync(string folder, int rounds)
    {
        var store = Open(Path.Combine(folder, StateFolder));
        for (var version = 1; version <= rounds; version++)
        {
            var description = new KeptList
            {
                ListId = "series",
                Version = version,
                IsDefault = false,
                File = "",
                Sha256 = "",
            };
            var kept = store.Write(description, Encoding.UTF8.GetBytes(ContentOf(version)), Encoding.UTF8.GetBytes(ContentOf(-version)));
            store.Activate(kept, new ListChange(ListAction.Apply, DateTimeOffset.UnixEpoch));
            await File.AppendAllTextAsync(Path.Combine(folder, PromisesFile), string.Create(CultureInfo.InvariantCulture, $"{version}\n"));
        }
    }

    /// <summary>The version in force after a start on a state folder; 0 where there is none.</summary>
    /// <param name="state">The state folder.</param>
    /// <exception cref="IOException">The list in force is not whole.</exception>
    public static int Read(string state)
    {
        var store = Open(state);
        if (store.Current is not { } current)
        {
            return 0;
        }

        _ = store.CalibrationPath(current);
        return Encoding.UTF8.GetString(store.Read(current)) == ContentOf(current.Version) && store.State.Activation == current.Version
            ? current.Version
            : throw new IOException($"Version {current.Version} is mixed with another one.");
    }

    private static string ContentOf(int version) => string.Concat(Enumerable.Repeat(version.ToString(CultureInfo.InvariantCulture), 200));

    private static LabelStore Open(string state) =>
        new(Options.Create(new StateOptions { Folder = state }), TimeProvider.System, NullLogger<LabelStore>.Instance);
}
