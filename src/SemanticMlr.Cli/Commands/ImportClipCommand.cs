using System.CommandLine;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Importing;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr import-clip</c>: makes a bundle of a CLIP-style model that was exported to ONNX.</summary>
internal static class ImportClipCommand
{
    public static Command Create()
    {
        var defaults = new ClipImportOptions("", "");
        var vision = new Option<string>("--vision") { Description = "The ONNX file of the image side, as vision_model.onnx.", Required = true };
        var text = new Option<string?>("--text") { Description = "The ONNX file of the text side, as text_model.onnx; without it labels bring their vectors." };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "With --text: a folder with vocab.json and merges.txt, or tokenizer.json." };
        var output = new Option<string>("--out") { Description = "The bundle's folder.", Required = true };
        var name = new Option<string?>("--name") { Description = "Name of the bundle; otherwise that of its folder." };
        var encoder = new Option<string?>("--encoder") { Description = "Id of the text encoder, which labels with vectors name; otherwise made of the text model's hash." };
        var labels = new Option<string?>("--labels") { Description = "The default labels: a label list, or a text file with a phrase a line." };
        var prompt = new Option<string>("--prompt") { Description = "The prompt.", DefaultValueFactory = _ => defaults.Prompt };
        var size = new Option<int?>("--size") { Description = "Side of the image in pixels, where neither the model nor preprocessor_config.json beside it tells." };
        var fit = new Option<ImageFit?>("--fit") { Description = "How images become square; otherwise as the model's maker does it." };
        var scale = new Option<double>("--scale") { Description = "Factor of the cosine: exp(logit_scale) of the model.", DefaultValueFactory = _ => defaults.Scale };
        var bias = new Option<double>("--bias") { Description = "Shift of the logit: logit_bias of a SigLIP.", DefaultValueFactory = _ => defaults.Bias };
        var topK = new Option<int>("--top-k") { Description = "Patches that the head mkt averages.", DefaultValueFactory = _ => defaults.TopK };
        var licence = new Option<string>("--licence") { Description = "SPDX expression of the weights' licence.", DefaultValueFactory = _ => defaults.Licence };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("import-clip", "Makes a bundle of a CLIP-style model that was exported to ONNX, and proves it against the untouched model.")
        {
            vision, text, tokenizer, output, name, encoder, labels, prompt, size, fit, scale, bias, topK, licence, json,
        };
        OptionRules.Check(size, value => value is >= 8 and <= 2_048, "must be 8 to 2048");
        OptionRules.Check(topK, value => value is >= 1 and <= 4_096, "must be 1 to 4096");
        OptionRules.Check(scale, value => value > 0 && double.IsFinite(value), "must be a positive number");
        OptionRules.Check(bias, double.IsFinite, "must be a number");
        OptionRules.Check(prompt, value => value!.Contains("{label}", StringComparison.Ordinal), "must contain {label}");
        command.Validators.Add(result =>
        {
            if (result.GetValue(text) is null != result.GetValue(tokenizer) is null)
            {
                result.AddError("Give both --text and --tokenizer, or neither.");
            }
        });
        command.SetAction(result =>
        {
            var options = new ClipImportOptions(result.GetRequiredValue(vision), result.GetRequiredValue(output))
            {
                Text = result.GetValue(text),
                Tokenizer = result.GetValue(tokenizer),
                Name = result.GetValue(name),
                Encoder = result.GetValue(encoder),
                Labels = result.GetValue(labels),
                Prompt = result.GetValue(prompt)!,
                Size = result.GetValue(size),
                Fit = result.GetValue(fit),
                Scale = result.GetValue(scale),
                Bias = result.GetValue(bias),
                TopK = result.GetValue(topK),
                Licence = result.GetValue(licence)!,
            };
            var imported = new ClipImport(options, Output.Error).Run();
            if (imported.GlobalOnly is { } missing)
            {
                Output.Error($"Imported global-only, without patches and with the head clip alone: {missing}.");
            }

            if (result.GetValue(json))
            {
                Output.Json(imported, ImportJson.Default.ClipImportResult);
            }
            else
            {
                Show(imported);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(ClipImportResult imported)
    {
        var patches = imported.Patches == 0 ? "no patches" : $"{imported.Patches} patches, each through the {imported.TailNodes} nodes after {imported.PickedBy}";
        var text = imported.ContextLength == 0 ? "none on board, labels bring their vectors" : $"{imported.TextEncoder}, {imported.ContextLength} tokens";
        Console.Out.WriteLine($"{imported.Bundle} in {imported.Folder}: images of {imported.Size} pixels, {imported.Dimension} values, {patches}");
        Console.Out.WriteLine($"Mean and spread: {imported.Normalisation}. Text encoder: {text}. {imported.Labels} labels.");
        Console.Out.WriteLine("Golden outputs of the untouched models are reproduced. Probabilities mean nothing before `mlr calibrate` on pictures of the line.");
    }
}
