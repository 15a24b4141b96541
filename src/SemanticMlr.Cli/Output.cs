using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace SemanticMlr.Cli;

/// <summary>Results go to stdout, everything else to stderr.</summary>
internal static class Output
{
    private const int WidthOfFiles = 160;

    /// <summary>The console behind stderr: progress, warnings, errors.</summary>
    public static IAnsiConsole Diagnostics { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>A line on stderr.</summary>
    public static void Error(string message) => Console.Error.WriteLine(message);

    /// <summary>One line of JSON on stdout.</summary>
    public static void Json<T>(T value, JsonTypeInfo<T> type) => Console.Out.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>A table on stdout; cells are plain text.</summary>
    public static void Table(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthOfFiles; // nobody's window: columns need not wrap
        }

        var table = new Table().Title(Markup.Escape(title)).Border(TableBorder.Rounded);
        foreach (var column in columns)
        {
            table.AddColumn(Markup.Escape(column));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        AnsiConsole.Write(table);
    }
}
