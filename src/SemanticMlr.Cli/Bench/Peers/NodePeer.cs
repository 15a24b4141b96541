using System.ComponentModel;
using System.Diagnostics;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>onnxruntime-node with sharp, installed by npm into a folder of the user's cache when it is first asked for.</summary>
internal static class NodePeer
{
    private const string Script = "peer.mjs";
    private const string Manifest = "package.json";
    private const string Remedy = "install nodejs npm";

    /// <summary>The folder that holds script and packages.</summary>
    public static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "semantic-mlr",
        "node-peer");

    /// <summary>Starts it.</summary>
    /// <param name="setup">The file that tells it what to run.</param>
    /// <param name="install">Whether missing packages may be installed.</param>
    /// <param name="progress">Told when something is installed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PeerUnavailableException">Node, npm or the packages are missing, or it failed.</exception>
    public static async Task<IContender> StartAsync(string setup, bool install, TextWriter progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        await WriteAsync(Script, cancellationToken);
        var isNew = await WriteAsync(Manifest, cancellationToken);
        if (isNew || !Directory.Exists(Path.Combine(Folder, "node_modules", "sharp")) || !Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node")))
        {
            if (!install)
            {
                throw new PeerUnavailableException($"its packages are not in {Folder}; leave --no-install out");
            }

            await progress.WriteLineAsync($"mlr bench peers: npm installs onnxruntime-node and sharp into {Folder}");
            await InstallAsync(cancellationToken);
        }

        return await ProcessContender.StartAsync("onnxruntime-node with sharp", resamples: true, "node", [Path.Combine(Folder, Script), setup], cancellationToken);
    }

    /// <summary>Writes a file of this program into the folder unless it is there; true where it was not.</summary>
    private static async Task<bool> WriteAsync(string name, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(typeof(NodePeer).Assembly.GetManifestResourceStream($"node-peer/{name}")!);
        var text = await reader.ReadToEndAsync(cancellationToken);
        var path = Path.Combine(Folder, name);
        if (File.Exists(path) && await File.ReadAllTextAsync(path, cancellationToken) == text)
        {
            return false;
        }

        await File.WriteAllTextAsync(path, text, cancellationToken);
        return true;
    }

    private static async Task InstallAsync(CancellationToken cancellationToken)
    {
        // No scripts: what packages bring prebuilt is all that is needed, and nobody's code runs at installation.
        var start = new ProcessStartInfo("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", Folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var npm = Process.Start(start)!;
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await npm.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode != 0)
            {
                throw new PeerUnavailableException($"npm could not install its packages: {string.Join(" ", errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(3))}");
            }
        }
        catch (Win32Exception exception)
        {
            throw new PeerUnavailableException($"{Remedy} ({exception.Message})", exception);
        }
    }
}
