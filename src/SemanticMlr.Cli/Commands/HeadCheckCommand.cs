using System.CommandLine;
using System.Globalization;
using SemanticMlr.Training.HeadChecks;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr head check FILE</c>: compares the faithful head, as module and as ONNX graph, with expected outputs.</summary>
internal static class HeadCheckCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "JSON with mode, topK, weights, inputs and outputs of the head; any sizes." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("check", "Computes a head in double precision and as an ONNX graph and compares both with a file; exit code 1 where they differ.") { file, json };
        command.SetAction(result =>
        {
            var report = HeadCheck.Run(result.GetRequiredValue(file));
            if (result.GetValue(json))
            {
                Output.Json(report, CliJson.Default.HeadCheckReport);
            }
            else
            {
                Show(report);
            }

            return report.Ok ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static void Show(HeadCheckReport report)
    {
        var sizes = report.Sizes;
        Output.Table(
            $"{report.Mode}: B = {sizes.Images}, P = {sizes.Patches}, D = {sizes.Dimension}, C = {sizes.Labels}, top-{sizes.TopK}",
            ["output", "shape", "module (double)", "ONNX (float)", ""],
            report.Outputs.Select(output => new[]
            {
                output.Output,
                $"[{string.Join(", ", output.Shape)}]",
                Number(output.Module),
                Number(output.Graph),
                output.Module <= report.ModuleTolerance && output.Graph <= report.GraphTolerance ? "ok" : "FAILED",
            }));
        Console.Out.WriteLine($"Largest absolute differences; allowed are {Number(report.ModuleTolerance)} and {Number(report.GraphTolerance)}.");
        HeadCostCommand.Show(report.MultiplyAdds);
    }

    private static string Number(double value) => value.ToString("g3", CultureInfo.InvariantCulture);
}
