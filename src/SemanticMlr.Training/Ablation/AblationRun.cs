using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Ablation;

/// <summary>Runs a comparison cell by cell; after an interrupt the same call goes on where it stopped.</summary>
public sealed class AblationRun
{
    /// <summary>What stands for the file of an encoder that the task trains itself.</summary>
    private const string EncoderPlaceholder = "{encoder}";

    private readonly AblationRecipe _recipe;
    private readonly string _recipePath;
    private readonly CellStore _store;
    private readonly CellRun _cells;
    private readonly IProgress<AblationProgress>? _progress;
    private readonly TimeProvider _time;
    private readonly string _commit;

    /// <summary>Prepares a run.</summary>
    /// <param name="recipePath">The ablation recipe.</param>
    /// <param name="dataRoot">The folder that head recipes' paths are relative to.</param>
    /// <param name="stateFolder">Where cells are kept; lies outside the work tree.</param>
    /// <param name="cacheFolder">Where features are cached.</param>
    /// <param name="commit">The commit whose code runs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Told of each cell, or null.</param>
    /// <param name="warn">Told of what went wrong without ending the run, or null.</param>
    /// <exception cref="RecipeException">A recipe cannot be used.</exception>
    public AblationRun(
        string recipePath, string dataRoot, string stateFolder, string cacheFolder, string commit, TimeProvider time, IProgress<AblationProgress>? progress, Action<string>? warn)
    {
        _recipePath = recipePath;
        _recipe = AblationRecipeReader.Read(recipePath);
        _store = new CellStore(stateFolder);
        _cells = new CellRun(dataRoot, cacheFolder, commit, time, warn);
        (_commit, _time, _progress) = (commit, time, progress);
    }

    /// <summary>Makes every cell that is not there yet.</summary>
    /// <param name="only">The task to run, or null for all.</param>
    /// <param name="command">The command that makes it again.</param>
    /// <param name="processor">The processor that it runs on.</param>
    /// <param name="cancellationToken">Ends the run; whole cells and passes are kept.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    /// <exception cref="RecipeException">There is no such task.</exception>
    public AblationResult Execute(string? only, string command, string processor, CancellationToken cancellationToken)
    {
        var (cells, choices, differences) = (new List<AblationCell>(), new List<LossChoice>(), new List<HeadDifference>());
        AblationTask[] tasks = [.. _recipe.Tasks.Where(task => only is null || task.Name == only)];
        if (tasks.Length == 0)
        {
            throw new RecipeException($"{_recipePath}: there is no task \"{only}\"; there are {string.Join(", ", _recipe.Tasks.Select(task => $"\"{task.Name}\""))}.");
        }

        var total = tasks.Sum(task => task.Rows.Count * _recipe.Seeds.Count * (_recipe.Heads.Count + task.Baselines.Count));
        var start = _time.GetTimestamp();
        foreach (var task in tasks)
        {
            var recipe = AblationRecipeReader.HeadRecipe(_recipePath, task);
            foreach (var row in task.Rows)
            {
                var choice = Choose(task, row, recipe, cancellationToken);
                choices.Add(choice);
                foreach (var seed in _recipe.Seeds)
                {
                    foreach (var cell in Cells(task, row, recipe, row.Losses[choice.Chosen], seed, cancellationToken))
                    {
                        cells.Add(cell);
                        _progress?.Report(new AblationProgress(cell, cells.Count, total, _time.GetElapsedTime(start)));
                    }
                }

                differences.AddRange(_recipe.Differences
                    .Where(pair => Has(task, pair.Head) && Has(task, pair.Against))
                    .Select(pair => Difference(task, row, pair)));
            }
        }

        return new AblationResult(_commit, command, processor, cells, choices, differences);
    }

    private bool Has(AblationTask task, string head) => task.Baselines.Contains(head) || _recipe.Heads.Any(candidate => candidate.Name == head);

    private LossChoice Choose(AblationTask task, AblationRow row, HeadRecipe recipe, CancellationToken cancellationToken)
    {
        var head = _recipe.Heads.First(candidate => candidate.Name == _recipe.ChoiceHead);
        var maps = row.Losses.Count == 1 ? [] : row.Losses.Select((loss, index) =>
        {
            var candidate = ForHead(task, row, recipe, head, loss, _recipe.Seeds[0], cancellationToken);
            var cell = _cells.Head(task, row, head.Name, candidate, _store.Folder(task.Name, row.Name, "losses", $"{index}-{CellRun.Name(loss)}"), cancellationToken);
            return KeyValuePair.Create(cell.Loss, cell.ValidationMap ?? 0);
        }).ToList();
        var chosen = maps.Count == 0 ? 0 : maps.Index().MaxBy(map => map.Item.Value).Index;
        return new LossChoice(task.Name, row.Name, chosen, maps);
    }

    private IEnumerable<AblationCell> Cells(AblationTask task, AblationRow row, HeadRecipe recipe, HeadLossRecipe loss, int seed, CancellationToken cancellationToken)
    {
        foreach (var name in task.Baselines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var plain = WithRow(row, recipe, seed) with { Encoder = Encoder(task, row, recipe, seed, cancellationToken) };
            yield return _cells.Baseline(task, row, name, plain, Folder(task, row, name, seed), cancellationToken);
        }

        foreach (var head in _recipe.Heads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return _cells.Head(task, row, head.Name, ForHead(task, row, recipe, head, loss, seed, cancellationToken), Folder(task, row, head.Name, seed), cancellationToken);
        }
    }

    private string Folder(AblationTask task, AblationRow row, string head, int seed) => _store.Folder(task.Name, row.Name, head, $"{seed}");

    private static HeadRecipe WithRow(AblationRow row, HeadRecipe recipe, int seed) => recipe with { Seed = seed, Data = recipe.Data with { Keep = row.Keep } };

    private HeadRecipe ForHead(AblationTask task, AblationRow row, HeadRecipe recipe, AblationHead head, HeadLossRecipe loss, int seed, CancellationToken cancellationToken)
    {
        var own = WithRow(row, recipe, seed) with
        {
            Encoder = Encoder(task, row, recipe, seed, cancellationToken),
            Loss = head.Loss ?? loss,
            Head = recipe.Head with { Kind = head.Kind, Graph = head.Graph, Normalise = recipe.Head.Normalise && head.Kind != "sigrl" },
        };
        return HeadRecipeReader.Checked(own, $"{task.Name}, {row.Name}, {head.Name}");
    }

    /// <summary>The encoder of a task: its own recipe's, or one trained on nothing but the labels of the row with this seed.</summary>
    private HeadEncoderRecipe Encoder(AblationTask task, AblationRow row, HeadRecipe recipe, int seed, CancellationToken cancellationToken)
    {
        if (task.EncoderRecipe is null || recipe.Encoder.Frozen is not { File: EncoderPlaceholder } frozen)
        {
            return recipe.Encoder;
        }

        var trained = WithRow(row, AblationRecipeReader.HeadRecipe(_recipePath, task.EncoderRecipe), seed) with { Loss = row.Losses[0] };
        return new HeadEncoderRecipe { Frozen = frozen with { File = _cells.Encoder(trained, Folder(task, row, "encoder", seed), cancellationToken) } };
    }

    private HeadDifference Difference(AblationTask task, AblationRow row, AblationPair pair) => HeadDifference.Of(
        task.Name, row.Name, pair, _recipe.Seeds, (head, seed) => Folder(task, row, head, seed), labels => CellRun.ComparedLabels(task, labels));
}
