using System.CommandLine;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bundle verify PATH</c>: runs every check that the agent runs before it uses a bundle, and those of the text side.</summary>
internal static class BundleVerifyCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "The folder that holds bundle.json." };
        var provider = new Option<ExecutionProvider>("--provider") { Description = "The execution provider to prove.", DefaultValueFactory = _ => ExecutionProvider.Cpu };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("verify", "Checks schema, hashes, graphs, golden pictures and golden texts; exit code 1 where one fails.") { path, provider, json };
        command.SetAction(result =>
        {
            var folder = result.GetRequiredValue(path);
            if (!Directory.Exists(folder))
            {
                Output.Error($"{folder}: there is no such folder.");
                return ExitCodes.Usage;
            }

            var verdict = Verify(folder, result.GetValue(provider));
            if (result.GetValue(json))
            {
                Output.Json(verdict, CliJson.Default.BundleVerdict);
            }
            else
            {
                Show(verdict);
            }

            return verdict.Ok ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static BundleVerdict Verify(string folder, ExecutionProvider provider)
    {
        var checks = new List<string>();
        Bundle? bundle = null;
        try
        {
            bundle = Bundle.Open(folder);
            checks.Add($"schema, paths, sizes and {bundle.Files.Count} hashes");
            checks.Add($"label lists ({bundle.Labels.Labels.Count} labels by default, {bundle.Manifest.LabelSets.Count} further sets)");
            var options = new InferenceOptions().Only(provider);
            using var model = RecognitionModel.Load(bundle, options, cache: null, new StderrLogger(LogLevel.Warning));
            checks.Add($"graphs: {model.Provider.Encoder.File}, heads {string.Join(", ", bundle.Manifest.Heads.Keys)}");
            checks.Add($"{bundle.Golden.Images.Count} golden pictures on {model.Provider.Active} with {string.Join(", ", BundleProof.Prove(model, options))}");
            foreach (var list in bundle.Manifest.LabelSets.Keys.Select(bundle.LabelSet).Prepend(bundle.Labels))
            {
                var table = model.CreateLabelTable(list);
                foreach (var head in bundle.Manifest.Heads.Keys)
                {
                    _ = RecognitionSnapshot.Create(model, table, head, besideList: null);
                }
            }

            checks.Add($"{bundle.Golden.Texts.Count} golden texts, label tables, calibrations");
            var proof = model.Provider;
            return new BundleVerdict(
                bundle.Identity,
                Ok: true,
                Fault: null,
                checks,
                proof.Active.ToString(),
                proof.Encoder.File,
                proof.MaxRelativeDifference,
                proof.Tolerance,
                [.. proof.Failed.Select(failure => $"{failure.Provider}: {failure.Reason}")]);
        }
        catch (Exception exception) when (exception is IOException or ExecutionProviderException)
        {
            return new BundleVerdict(bundle?.Identity, Ok: false, exception.Message, checks, null, null, null, bundle?.Golden.Tolerance, []);
        }
    }

    private static void Show(BundleVerdict verdict)
    {
        var rows = verdict.Checks.Select(check => new[] { "ok", check });
        Output.Table(
            verdict.Bundle ?? "bundle",
            ["", "check"],
            verdict.Fault is { } fault ? rows.Append(["FAILED", fault]) : rows);
        if (verdict.Ok)
        {
            Console.Out.WriteLine(FormattableString.Invariant(
                $"{verdict.Bundle} is sound: {verdict.Encoder} on {verdict.Provider}, golden outputs off by {verdict.MaxRelativeDifference:g3} at most ({verdict.Tolerance:g3} allowed)."));
        }
    }
}
