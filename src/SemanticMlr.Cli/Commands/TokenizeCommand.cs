using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SemanticMlr.Bundles;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr tokenize</c>: compares a tokenizer with the ids that its makers' own gives.</summary>
internal static class TokenizeCommand
{
    public static Command Create()
    {
        var tokenizer = new Option<string>("--tokenizer") { Description = "A folder with vocab.json and merges.txt, or tokenizer.json; or a bundle.", Required = true };
        var file = new Option<string>("--file") { Description = "JSON lines of {\"text\", \"ids\"}.", Required = true };
        var context = new Option<int?>("--context") { Description = "Ids that a text is cut to, start and end included; otherwise what the tokenizer's settings say, else 77." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("tokenize", "Compares the ids of texts with expected ones; exit code 1 where one differs.") { tokenizer, file, context, json };
        OptionRules.Check(context, value => value is >= 2 and <= 4_096, "must be 2 to 4096");
        command.SetAction(result =>
        {
            var report = Compare(result.GetRequiredValue(tokenizer), result.GetRequiredValue(file), result.GetValue(context));
            if (result.GetValue(json))
            {
                Output.Json(report, CliJson.Default.TokenizeReport);
            }
            else
            {
                Show(report);
            }

            return report.Differences.Count == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static TokenizeReport Compare(string folder, string file, int? context)
    {
        var source = TokenizerFolder.Read(folder);
        var tokenizer = source.Create();
        var length = context ?? source.ContextLength;
        var (line, texts, differences) = (0, 0, new List<TokenizeDifference>());
        foreach (var content in File.ReadLines(file))
        {
            line++;
            if (string.IsNullOrWhiteSpace(content))
            {
                continue;
            }

            var (text, expected) = Read(file, line, content);
            var found = tokenizer.Encode(text, length);
            texts++;
            if (!found.SequenceEqual(expected))
            {
                var same = found.Zip(expected).TakeWhile(pair => pair.First == pair.Second).Count();
                differences.Add(new TokenizeDifference(line, text, same, expected, found));
            }
        }

        return texts > 0 ? new TokenizeReport(folder, texts, length, differences) : throw new InvalidDataException($"{file}: holds no texts; expected JSON lines of {{\"text\", \"ids\"}}.");
    }

    private static (string Text, int[] Ids) Read(string file, int line, string content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return (document.RootElement.GetProperty("text").GetString()!, [.. document.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file}, line {line}: expected {{\"text\": \"...\", \"ids\": [...]}}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static void Show(TokenizeReport report)
    {
        foreach (var difference in report.Differences)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"line {difference.Line}, from place {difference.Place}: \"{difference.Text}\""));
            Console.Out.WriteLine($"  expected {string.Join(' ', difference.Expected)}");
            Console.Out.WriteLine($"  found    {string.Join(' ', difference.Found)}");
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Texts} texts, cut to {report.Context} ids: {report.Differences.Count} differ"));
    }
}
