using System.CommandLine;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.Storage;
using SemanticMlr.Training.Importing;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels embed</c>: gives every label of a list its vector, so that a device without a text encoder can take it.</summary>
internal static class LabelsEmbedCommand
{
    public static Command Create()
    {
        var bundle = new Option<string?>("--bundle") { Description = "The bundle whose text encoder makes the vectors." };
        var labels = new Option<string?>("--labels") { Description = "A label list, or a text file with a phrase a line." };
        var names = new Option<string?>("--names") { Description = "Instead of both: a JSON list of {\"id\", \"text\"}." };
        var vectors = new Option<string?>("--vectors") { Description = "With --names: an array [C, D] of float32 in NumPy's format, a row for each name." };
        var encoder = new Option<string?>("--encoder") { Description = "With --names: id of the text encoder that the vectors come from, as the device's bundle names it." };
        var id = new Option<string?>("--id") { Description = "Id of a list that is made of names or phrases; otherwise the name of the output." };
        var output = new Option<string>("--out") { Description = "The label list to write.", Required = true };
        var command = new Command("embed", "Gives every label of a list its own vector, for devices without a text encoder.") { bundle, labels, names, vectors, encoder, id, output };
        command.Validators.Add(result =>
        {
            var (encodes, takes) = (Count(result.GetValue(bundle), result.GetValue(labels)), Count(result.GetValue(names), result.GetValue(vectors), result.GetValue(encoder)));
            if ((encodes, takes) is not ((2, 0) or (0, 3)))
            {
                result.AddError("Give --bundle and --labels, or --names, --vectors and --encoder.");
            }
        });
        command.SetAction(result =>
        {
            var path = result.GetRequiredValue(output);
            var name = result.GetValue(id) ?? Path.GetFileNameWithoutExtension(path);
            var list = result.GetValue(bundle) is { } folder
                ? Encode(folder, ImportedLabels.Read(result.GetValue(labels)!, name))
                : NamedVectors.Read(result.GetValue(names)!, result.GetValue(vectors)!, result.GetValue(encoder)!, name);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            DurableFile.Write(path, ImportedLabels.Write(list));
            Console.Out.WriteLine($"{path}: {list.Labels.Count} labels with vectors of {list.Labels[0].Embedding!.Length / sizeof(float)} values by {list.Labels[0].Encoder}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static int Count(params string?[] values) => values.Count(value => value is not null);

    private static LabelList Encode(string folder, LabelList list)
    {
        var bundle = Bundle.Open(folder);
        var options = new InferenceOptions { Providers = [ExecutionProvider.Cpu] };
        using var model = RecognitionModel.Load(bundle, options, cache: null, new StderrLogger(LogLevel.Warning));

        // Disabled labels get theirs too: somebody may enable them on the device.
        var table = model.CreateLabelTable(list with { Labels = [.. list.Labels.Select(label => label with { Enabled = true })] });

        // The device would not know that another prompt than its own went into the vectors; they speak for themselves.
        return ImportedLabels.WithVectors(list, table.Embeddings, bundle.Manifest.Text.Encoder);
    }
}
