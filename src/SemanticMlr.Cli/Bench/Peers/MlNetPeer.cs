namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>ML.NET's OnnxTransformer, which lives in the program of the benchmarks: mlr does not carry ML.NET.</summary>
internal static class MlNetPeer
{
    private const string Program = "SemanticMlr.Benchmarks";

    /// <summary>Where the program lies in a checkout: artifacts/bin/PROJECT/CONFIGURATION.</summary>
    public static string DefaultPath
    {
        get
        {
            var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            return Path.GetFullPath(Path.Combine(here, "..", "..", Program, Path.GetFileName(here), $"{Program}.dll"));
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="setup">The file that tells it what to run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PeerUnavailableException">The program is not there, or it failed.</exception>
    public static async Task<IContender> StartAsync(string setup, CancellationToken cancellationToken) =>
        File.Exists(DefaultPath)
            ? await ProcessContender.StartAsync("ML.NET OnnxTransformer", resamples: false, "dotnet", [DefaultPath, "mlnet", setup], cancellationToken)
            : throw new PeerUnavailableException($"{DefaultPath} is missing; build it by ./build.sh bench --peers, or dotnet build tests/{Program} --configuration Release");
}
