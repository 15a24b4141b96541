using System.CommandLine;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Cli.Commands;

/// <summary>The options of <c>mlr quantize</c>.</summary>
internal sealed class QuantizeOptions
{
    /// <summary>Drawn pictures calibrate from a seed that belongs to training, and measure on one that does not.</summary>
    private const long CalibrationSeed = 6;
    private const int DrawnCalibration = 32;

    public Option<string> Bundle { get; } = new("--bundle") { Description = "The folder that holds bundle.json; it stays as it is.", Required = true };

    public Option<string> Out { get; } = new("--out") { Description = "The folder to write: a copy of the bundle with the new forms and the report.", Required = true };

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "The data set: JSON lines; images lie relative to it. Some pictures calibrate, the others measure; with --simulate all calibrate.",
    };

    public Option<string?> Scene { get; } = new("--simulate")
    {
        Description = $"Measures on drawn pictures of a scene ({string.Join(", ", SceneCatalog.Names)}), {EvalOptions.GridNote}; without --data others of them calibrate.",
    };

    public Option<int> Count { get; } = new("--count") { Description = "How many pictures to draw.", DefaultValueFactory = _ => 300 };

    public Option<GridSize?> Grid { get; } = GridOption.Create();

    public Option<string?> Head { get; } = new("--head") { Description = "The head to score with; the bundle's default otherwise." };

    public Option<EncoderPrecision[]> Precision { get; } = new("--precision")
    {
        Description = "The forms to make: int8, fp16, or both with a comma between.",
        DefaultValueFactory = _ => [EncoderPrecision.Int8],
        CustomParser = result => EnumList.Parse<EncoderPrecision>(result, EncoderPrecision.Int8, EncoderPrecision.Fp16),
    };

    public Option<EncoderTarget[]> Target { get; } = new("--target")
    {
        Description = "What int8 is for: cpu, tensorrt, or both with a comma between. fp16 is for tensorrt where that is named, and for cuda otherwise.",
        DefaultValueFactory = _ => [EncoderTarget.Cpu],
        CustomParser = result => EnumList.Parse<EncoderTarget>(result, EncoderTarget.Cpu, EncoderTarget.TensorRt),
    };

    public Option<CalibrationMethod> Calibration { get; } = new("--calibration")
    {
        Description = "How ranges of activations are chosen: minmax, percentile or entropy.",
        DefaultValueFactory = _ => new QuantisationSettings().Calibration,
    };

    public Option<double> Percentile { get; } = new("--percentile")
    {
        Description = "Share of values inside the range, in percent, with --calibration percentile.",
        DefaultValueFactory = _ => new QuantisationSettings().Percentile,
    };

    public Option<bool> Attention { get; } = new("--attention") { Description = "Products of two activations run in int8 as well." };

    public Option<int?> WeightBits { get; } = new("--weight-bits")
    {
        Description = "7 or 8; otherwise 7 for the CPU, since processors without VNNI overflow with 8, and 8 for TensorRT.",
    };

    public Option<int> Frames { get; } = new("--frames") { Description = "Regions that calibrate, at most.", DefaultValueFactory = _ => new QuantisationSettings().Frames };

    public Option<double> MaxError { get; } = new("--max-error")
    {
        Description = "Relative error of the outputs from which sensitive nodes are kept in float.",
        DefaultValueFactory = _ => new QuantisationSettings().MaxError,
    };

    public Option<double> MaxMapLoss { get; } = new("--max-map-loss")
    {
        Description = $"Points of mAP that a form may lose. The agent takes none that loses more than {-EncoderMeasurement.WorstMapChange}.",
        DefaultValueFactory = _ => new QuantisationSettings().MaxMapLoss,
    };

    public Option<int> Rounds { get; } = new("--rounds") { Description = "Rounds of the comparison of speed.", DefaultValueFactory = _ => new QuantisationSettings().Rounds };

    public Option<int> Threads { get; } = new("--threads") { Description = "Threads of one graph; 0 takes one per core.", DefaultValueFactory = _ => 0 };

    public Option<bool> Keep { get; } = new("--keep") { Description = "Also enter forms that lose too much or are not faster, with what was measured; the agent takes none of them." };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one line of JSON." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Bundle, Out, Data, Scene, Count, Grid, Head, Precision, Target, Calibration, Percentile, Attention, WeightBits, Frames, MaxError, MaxMapLoss, Rounds, Threads, Keep, Json])
        {
            command.Add(option);
        }

        OptionRules.Check(Count, value => value >= 2, "must be at least 2");
        OptionRules.Check(Percentile, value => value is > 50 and <= 100, "must be above 50 and at most 100, as 99.99");
        OptionRules.Check(WeightBits, value => value is 7 or 8, "must be 7 or 8");
        OptionRules.Check(Frames, value => value is >= 2 and <= 4096, "must be 2 to 4096");
        OptionRules.Check(MaxError, value => value > 0, "must be above 0");
        OptionRules.Check(MaxMapLoss, value => value >= 0, "must be 0 or more");
        OptionRules.Check(Rounds, value => value is >= 1 and <= 1000, "must be 1 to 1000");
        OptionRules.Check(Threads, value => value is >= 0 and <= 256, "must be 0 to 256");
        command.Validators.Add(result =>
        {
            if (result.GetValue(Data) is null && result.GetValue(Scene) is null)
            {
                result.AddError("Name --data FILE, --simulate SCENE or both: pictures must calibrate and measure.");
            }

            if (result.GetValue(Scene) is { } name && !SceneCatalog.Names.Contains(name))
            {
                result.AddError($"There is no scene '{name}'; known are: {string.Join(", ", SceneCatalog.Names)}.");
            }
        });
    }

    public QuantisationRunOptions RunOptions(ParseResult result)
    {
        var targets = result.GetRequiredValue(Target);
        var half = targets.Contains(EncoderTarget.TensorRt) ? EncoderTarget.TensorRt : EncoderTarget.Cuda;
        return new QuantisationRunOptions
        {
            Settings = new QuantisationSettings
            {
                Calibration = result.GetValue(Calibration),
                Percentile = result.GetValue(Percentile),
                Attention = result.GetValue(Attention),
                WeightBits = result.GetValue(WeightBits),
                Frames = result.GetValue(Frames),
                MaxError = result.GetValue(MaxError),
                MaxMapLoss = result.GetValue(MaxMapLoss),
                Rounds = result.GetValue(Rounds),
                Threads = result.GetValue(Threads),
            },
            Forms =
            [
                .. result.GetRequiredValue(Precision).SelectMany(precision => precision == EncoderPrecision.Fp16 ? [(precision, half)] : targets.Select(target => (precision, target))),
            ],
            Head = result.GetValue(Head),
            KeepsAll = result.GetValue(Keep),
            Processor = ProcessorName.Current(),
        };
    }

    public QuantisationPictures Pictures(ParseResult result, Bundle bundle)
    {
        string[] labels = [.. bundle.Labels.Labels.Where(label => label.Enabled).Select(label => label.Id)];
        var scene = result.GetValue(Scene);
        var grid = result.GetValue(Grid) ?? (scene is null ? null : SceneCatalog.GridOf(scene));
        var data = result.GetValue(Data) is { } path ? new DatasetPictures(path, labels, grid) : null;
        if (scene is null)
        {
            return QuantisationPictures.Split(data!, result.GetValue(Data)!);
        }

        ScenePictures Drawn(long seed, int count) => new(SceneCatalog.Create(scene, seed), count, labels, grid);
        var count = result.GetValue(Count);
        return new QuantisationPictures(
            data is null ? Drawn(CalibrationSeed, Math.Min(count, DrawnCalibration)) : data,
            result.GetValue(Data) ?? $"drawn {scene}, seed {CalibrationSeed}",
            Drawn(SceneCatalog.FirstTestSeed, count),
            $"drawn {scene}, seed {SceneCatalog.FirstTestSeed}");
    }
}
