using System.CommandLine;
using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using SemanticMlr.Simulation;
using SemanticMlr.Training.EncoderBenchmarks;
using SemanticMlr.Training.RandomEncoders;

namespace SemanticMlr.Cli.Commands;

/// <summary>What the verbs that measure encoders have in common.</summary>
internal sealed class EncoderBenchArguments
{
    private readonly Option<string> _data = new("--data") { Description = "Real pictures: JSON lines; images lie relative to it." };
    private readonly Option<string> _scene = new("--simulate")
    {
        Description = $"Drawn pictures of a scene ({string.Join(", ", SceneCatalog.Names)}), where --data names none.",
        DefaultValueFactory = _ => LastScene,
    };

    private readonly Option<ExecutionProvider> _provider = new("--provider") { Description = "The execution provider.", DefaultValueFactory = _ => ExecutionProvider.Cpu };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads of a graph; 0 takes one a processor.", DefaultValueFactory = _ => 0 };
    private readonly Option<int> _rounds;
    private readonly Option<double> _seconds;
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON." };

    /// <param name="rounds">Rounds, where nothing else is said.</param>
    /// <param name="seconds">Seconds of each contender in each round, where nothing else is said.</param>
    /// <param name="onlyProcessor">Why nothing but the processor can be measured; null where every provider can.</param>
    public EncoderBenchArguments(int rounds, double seconds, string? onlyProcessor = null)
    {
        if (onlyProcessor is not null)
        {
            OptionRules.Check(_provider, value => value == ExecutionProvider.Cpu, $"must be {ExecutionProvider.Cpu}: {onlyProcessor}");
        }

        _rounds = new Option<int>("--rounds") { Description = "Rounds; in each, all are measured in turn.", DefaultValueFactory = _ => rounds };
        _seconds = new Option<double>("--seconds") { Description = "How long one is measured in a round, at least three runs.", DefaultValueFactory = _ => seconds };
        _scene.AcceptOnlyFromAmong([.. SceneCatalog.Names]);
        OptionRules.Check(_threads, value => value is >= 0 and <= 256, "must be 0 to 256");
        OptionRules.Check(_rounds, value => value is >= 1 and <= 1_000, "must be 1 to 1000");
        OptionRules.Check(_seconds, value => value is >= 0 and <= 600, "must be 0 to 600");
    }

    private static string LastScene => SceneCatalog.Names[^1];

    /// <summary>What <c>--model</c> takes.</summary>
    public static string ModelNote => $"{string.Join(", ", RandomEncoderCatalog.Names)} with random weights, or an ONNX file that takes pixels uint8 [B, S, S, 3]";

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _data, _scene, _provider, _threads, _rounds, _seconds, _json })
        {
            command.Options.Add(option);
        }
    }

    public int Rounds(ParseResult result) => result.GetValue(_rounds);

    public TimeSpan Duration(ParseResult result) => TimeSpan.FromSeconds(result.GetValue(_seconds));

    public bool Json(ParseResult result) => result.GetValue(_json);

    /// <summary>The provider alone, with a number of threads that all can be given.</summary>
    public InferenceOptions Inference(ParseResult result) => new()
    {
        Providers = [result.GetValue(_provider)],
        Threads = result.GetValue(_threads) is > 0 and var threads ? threads : Environment.ProcessorCount,
    };

    /// <summary>The pictures, whole or cut as the scene is meant to be, and what people call them.</summary>
    public (IPictureSource Pictures, string Source) Pictures(ParseResult result, int count)
    {
        if (result.GetValue(_data) is { } data)
        {
            return (new DatasetPictures(data, [], grid: null), data);
        }

        var scene = result.GetValue(_scene)!;
        return (new ScenePictures(SceneCatalog.Create(scene, SceneCatalog.FirstTestSeed), count, [], grid: null), $"{count} drawn {scene}, seed {SceneCatalog.FirstTestSeed}");
    }

    public BenchmarkMachine Machine(ParseResult result)
    {
        var inference = Inference(result);
        return new BenchmarkMachine(
            ProcessorName.Current(), Environment.ProcessorCount, PowerMode.Current(), inference.Chain.First().ToString(), OrtEnv.Instance().GetVersionString(), inference.Threads);
    }

    /// <summary>A line about the machine, for tables.</summary>
    public static string Describe(BenchmarkMachine machine) =>
        $"{machine.Processor}, {machine.Threads} threads, {machine.Provider}, ONNX Runtime {machine.OnnxRuntime}{(machine.PowerMode is null ? "" : $", {machine.PowerMode}")}";

    /// <summary>The encoders that were named: models, or else the one of a bundle.</summary>
    public static IReadOnlyList<EncoderSubject> Subjects(EncoderSubjects subjects, IEnumerable<string> models, string? bundle) =>
        bundle is null ? [.. models.Select(subjects.Find)] : [EncoderSubjects.OfBundle(Bundle.Open(bundle)), .. models.Select(subjects.Find)];
}
