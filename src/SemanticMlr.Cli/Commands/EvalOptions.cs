using System.CommandLine;
using SemanticMlr.Evaluation;
using SemanticMlr.Simulation;

namespace SemanticMlr.Cli.Commands;

/// <summary>The options of <c>mlr eval</c>.</summary>
internal sealed class EvalOptions
{
    /// <summary>What <c>--grid</c> means beside a scene.</summary>
    public static string GridNote { get; } =
        $"{string.Join(", ", SceneCatalog.Names.Select(name => SceneCatalog.GridOf(name) is { } grid ? $"{name} cut {grid}" : $"{name} whole"))}, unless --grid says otherwise";

    public RecognitionOptions Recognition { get; } = new();

    public Option<string?> Data { get; } = new("--data") { Description = "The data set: JSON lines; images lie relative to it." };

    public Option<string?> Scene { get; } = new("--simulate")
    {
        Description = $"Renders pictures of a scene instead ({string.Join(", ", SceneCatalog.Names)}), {GridNote}.",
    };

    public Option<string?> Scores { get; } = new("--scores")
    {
        Description = "Scores of another system instead, one line a sample: {\"id\": \"1\", \"labels\": [\"open\"], \"scores\": {\"open\": 2.5, \"short\": -1}}; needs no bundle.",
    };

    public Option<double> Threshold { get; } = new("--threshold") { Description = "The score from which a label counts as said, with --scores.", DefaultValueFactory = _ => 0.5 };

    public Option<int> Count { get; } = new("--count") { Description = "How many pictures to render.", DefaultValueFactory = _ => 500 };

    public Option<long> Seed { get; } = new("--seed")
    {
        Description = $"The seed of the pictures, from {SceneCatalog.FirstTestSeed}: those below belong to training.",
        DefaultValueFactory = _ => SceneCatalog.FirstTestSeed,
    };

    public Option<string?> Labels { get; } = LabelChoice.CreateOption();

    public Option<EmptyLabelRule> Empty { get; } = new("--empty")
    {
        Description = "What a mean does with labels without positives: skip leaves them out, zero counts them as 0 (as the papers do).",
        DefaultValueFactory = _ => EmptyLabelRule.Skip,
    };

    public Option<TieRule> Ties { get; } = new("--ties")
    {
        Description = "What average precision does with samples of equal score: order keeps the order of the samples (zero-shot papers), together gives them one rank (scikit-learn, single-positive papers).",
        DefaultValueFactory = _ => TieRule.Order,
    };

    public Option<string?> Mistakes { get; } = new("--mistakes") { Description = "Folder for pictures of the worst mistakes: of each label a sheet of false alarms and one of misses." };

    public Option<int> Worst { get; } = new("--worst") { Description = "The most samples of a sheet of --mistakes.", DefaultValueFactory = _ => 24 };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Data, Scene, Scores, Threshold, Count, Seed, Labels, Empty, Ties, Mistakes, Worst])
        {
            command.Add(option);
        }

        Recognition.AddTo(command);
        Recognition.Bundle.Required = false;
        OptionRules.Check(Seed, value => value >= SceneCatalog.FirstTestSeed, $"must be at least {SceneCatalog.FirstTestSeed}: seeds below belong to training, and figures on them would flatter");
        OptionRules.Check(Count, value => value >= 1, "must be at least 1");
        OptionRules.Check(Worst, value => value is >= 1 and <= 600, "must be 1 to 600");
        OptionRules.Check(Threshold, double.IsFinite, "must be a number");
        command.Validators.Add(result =>
        {
            var sources = new[] { Data, Scene, Scores }.Count(source => result.GetValue(source) is not null);
            if (sources != 1)
            {
                result.AddError($"Name one of --data FILE, --simulate SCENE and --scores FILE: either --data FILE or --simulate SCENE to run a bundle, --scores FILE for what another system gave.");
            }
            else if (result.GetValue(Scores) is null && result.GetValue(Recognition.Bundle) is null)
            {
                result.AddError("Option '--bundle' is required.");
            }
            else if (result.GetValue(Scores) is not null)
            {
                foreach (var option in new Option[] { Recognition.Grid, Recognition.Head, Recognition.Provider, Mistakes }.Where(option => result.GetResult(option) is not null))
                {
                    result.AddError($"{option.Name} has no meaning with --scores: nothing is recognised.");
                }
            }

            if (result.GetValue(Scene) is { } name && !SceneCatalog.Names.Contains(name))
            {
                result.AddError($"There is no scene '{name}'; known are: {string.Join(", ", SceneCatalog.Names)}.");
            }
        });
    }

    public EvaluationRules Rules(ParseResult result) => new(result.GetValue(Empty), result.GetValue(Ties));
}
