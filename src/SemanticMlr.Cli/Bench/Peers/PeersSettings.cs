using SemanticMlr.Inference;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>What <c>mlr bench peers</c> measures.</summary>
/// <param name="Subject">The fp32 encoder.</param>
/// <param name="Integer">The file of its int8 form, or null.</param>
/// <param name="Inference">The processor with a number of threads that all are given.</param>
/// <param name="Peers">Names of peers, of <see cref="PeersRun.Names"/>.</param>
/// <param name="Rounds">Rounds.</param>
/// <param name="Duration">How long a contender runs in a round.</param>
/// <param name="Install">Whether packages of peers may be installed.</param>
internal sealed record PeersSettings(
    EncoderSubject Subject, string? Integer, InferenceOptions Inference, IReadOnlyList<string> Peers, int Rounds, TimeSpan Duration, bool Install);
