using System.CommandLine;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Commands;

/// <summary>The options of verbs that run a bundle over pictures.</summary>
internal sealed class RecognitionOptions
{
    public Option<string> Bundle { get; } = new("--bundle") { Description = "The folder that holds bundle.json.", Required = true };

    public Option<GridSize?> Grid { get; } = GridOption.Create();

    public Option<string?> Head { get; } = new("--head") { Description = "The head to score with; the bundle's default otherwise." };

    public Option<string?> LabelList { get; } = new("--label-list")
    {
        Description = $"The label list to look for; the bundle's otherwise. Its calibration is {CalibrationFile.FileName} beside it.",
    };

    public Option<ExecutionProvider?> Provider { get; } = new("--provider")
    {
        Description = "The execution provider that must run; otherwise the best that works.",
    };

    public Option<EncoderPrecision?> Precision { get; } = new("--precision")
    {
        Description = "The form of the encoder that must run: fp32, fp16 or int8, on the processor unless --provider names another; otherwise the form that the agent would take.",
    };

    public Option<int> Threads { get; } = new("--threads") { Description = "Threads of one graph; 0 takes one per core.", DefaultValueFactory = _ => 0 };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one line of JSON." };

    public void AddTo(Command command)
    {
        OptionRules.Check(Threads, value => value is >= 0 and <= 256, "must be 0 to 256");
        foreach (var option in (Option[])[Bundle, Grid, Head, LabelList, Provider, Precision, Threads, Json])
        {
            command.Add(option);
        }
    }

    /// <summary>Loads what the options name; the caller disposes the model.</summary>
    /// <param name="result">The arguments.</param>
    /// <param name="calibrated">Whether a calibration beside the label list is read.</param>
    /// <param name="labels">The choice of labels as <see cref="LabelChoice"/> reads it, or null for the whole list.</param>
    public (RecognitionModel Model, RecognitionSnapshot Snapshot) Load(ParseResult result, bool calibrated, string? labels = null) =>
        Load(result, calibrated, (bundle, listPath) =>
            LabelChoice.Choose(labels, listPath is null ? bundle.Labels : LabelListReader.Read(listPath), listPath is null ? bundle : null));

    /// <inheritdoc cref="Load(ParseResult, bool, string?)"/>
    /// <param name="result">The arguments.</param>
    /// <param name="calibrated">Whether a calibration beside the label list is read.</param>
    /// <param name="choose">Gives the list, of the bundle and the file that the arguments name, or null where they name none.</param>
    public (RecognitionModel Model, RecognitionSnapshot Snapshot) Load(ParseResult result, bool calibrated, Func<Bundles.Bundle, string?, LabelList> choose)
    {
        var bundle = Bundles.Bundle.Open(result.GetRequiredValue(Bundle));
        var listPath = result.GetValue(LabelList);
        var list = choose(bundle, listPath);
        var beside = listPath is null ? null : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(listPath))!, CalibrationFile.FileName);
        var calibration = calibrated && File.Exists(beside) ? CalibrationFile.Read(beside) : null;
        // Without a wish for one provider it is no news that a better one is not there; the report names the one that ran.
        var logger = new StderrLogger(result.GetValue(Provider) is null ? LogLevel.Error : LogLevel.Warning);
        var model = result.GetValue(Precision) is { } precision
            ? RecognitionModel.LoadForm(bundle, precision, result.GetValue(Provider) ?? ExecutionProvider.Cpu, Inference(result), logger)
            : RecognitionModel.Load(bundle, Inference(result), cache: null, logger);
        try
        {
            return (model, RecognitionSnapshot.Create(model, model.CreateLabelTable(list), result.GetValue(Head), calibration));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>What graphs run on.</summary>
    public InferenceOptions Inference(ParseResult result)
    {
        var options = new InferenceOptions { Threads = result.GetValue(Threads) };
        return result.GetValue(Provider) is { } only ? options.Only(only) : options;
    }
}
