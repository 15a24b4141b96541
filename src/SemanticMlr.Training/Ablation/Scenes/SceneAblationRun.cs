using System.Security.Cryptography;
using System.Text;
using SemanticMlr.Evaluation;
using SemanticMlr.Simulation;
using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Runs;
using SemanticMlr.Training.VisionLanguage;

namespace SemanticMlr.Training.Ablation.Scenes;

/// <summary>Trains every arm with every seed and measures its heads on pictures drawn for tests; after an interrupt the same call goes on where it stopped.</summary>
public sealed class SceneAblationRun
{
    private const string Known = "all";

    private readonly SceneAblationRecipe _recipe;
    private readonly string _recipePath;
    private readonly CellStore _store;
    private readonly string _commit;
    private readonly TimeProvider _time;
    private readonly IProgress<AblationProgress>? _cells;
    private readonly IProgress<TrainingProgress>? _training;
    private readonly Action<string>? _warn;
    private readonly Lazy<SceneScorer> _scorer;

    /// <summary>Prepares a run.</summary>
    /// <param name="recipePath">The recipe of the kind <c>scene-ablation</c>.</param>
    /// <param name="stateFolder">Where cells and checkpoints are kept; lies outside the work tree.</param>
    /// <param name="commit">The commit whose code runs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cells">Told of each cell, or null.</param>
    /// <param name="training">Told how training goes, or null.</param>
    /// <param name="warn">Told of what went wrong without ending the run, or null.</param>
    /// <exception cref="RecipeException">A recipe cannot be used.</exception>
    public SceneAblationRun(
        string recipePath, string stateFolder, string commit, TimeProvider time, IProgress<AblationProgress>? cells, IProgress<TrainingProgress>? training, Action<string>? warn)
    {
        (_recipe, _recipePath, _store) = (SceneAblationRecipeReader.Read(recipePath), recipePath, new CellStore(stateFolder));
        (_commit, _time, _cells, _training, _warn) = (commit, time, cells, training, warn);
        _scorer = new Lazy<SceneScorer>(() => new SceneScorer(Trained(_recipe.Arms[0], _recipe.Seeds[0]), SceneCatalog.FirstTestSeed, _recipe.Pictures));
    }

    /// <summary>Makes every cell that is not there yet.</summary>
    /// <param name="command">The command that makes it again.</param>
    /// <param name="processor">The processor that it runs on.</param>
    /// <param name="cancellationToken">Ends the run; whole cells and checkpoints are kept.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public async Task<AblationResult> ExecuteAsync(string command, string processor, CancellationToken cancellationToken)
    {
        var (cells, start) = (new List<AblationCell>(), _time.GetTimestamp());
        var total = _recipe.Seeds.Count * _recipe.Names.Count() * SceneProtocol.All.Count;
        foreach (var arm in _recipe.Arms)
        {
            foreach (var seed in _recipe.Seeds)
            {
                Report(await CellsAsync(arm, seed, cancellationToken));
            }
        }

        foreach (var seed in _recipe.Seeds)
        {
            Report([.. SceneProtocol.All.Select(protocol => Chance(protocol, seed, cells.First(cell => cell.Task == protocol.Task)))]);
        }

        return new AblationResult(
            _commit,
            command,
            processor,
            [.. SceneProtocol.All.SelectMany(protocol => cells.Where(cell => cell.Task == protocol.Task))],
            [],
            [.. SceneProtocol.All.SelectMany(protocol => _recipe.Differences.Select(pair => Difference(protocol, pair)))]);

        void Report(IReadOnlyList<AblationCell> made)
        {
            foreach (var cell in made)
            {
                cells.Add(cell);
                _cells?.Report(new AblationProgress(cell, cells.Count, total, _time.GetElapsedTime(start)));
            }
        }
    }

    private VisionLanguageRecipe Trained(SceneArm arm, int seed) => SceneAblationRecipeReader.Trained(_recipePath, _recipe, arm, seed);

    private string Folder(SceneProtocol protocol, string head, int seed) => _store.Folder(protocol.Task, head, $"{seed}");

    private async Task<IReadOnlyList<AblationCell>> CellsAsync(SceneArm arm, int seed, CancellationToken cancellationToken)
    {
        var recipe = Trained(arm, seed);
        var input = Hash($"{VisionLanguageRecipeReader.Hash(recipe)} {_recipe.Pictures}");
        var done = SceneProtocol.All
            .SelectMany(protocol => arm.Heads.Select(head => CellStore.Read(Folder(protocol, arm.NameOf(head.Kind), seed), input)))
            .OfType<AblationCell>().ToArray();
        if (done.Length == arm.Heads.Count * SceneProtocol.All.Count)
        {
            return done;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var options = new VisionLanguageOptions { Recipe = recipe, StateFolder = _store.Folder("training", arm.Name, $"{seed}") };
        using var run = new VisionLanguageRun(options, _time, _training);
        var result = await run.ExecuteAsync(cancellationToken);
        if (!result.Finished)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        return [.. SceneProtocol.All.SelectMany(protocol => Scores(run, protocol)
            .Zip(arm.Heads, (table, head) => Keep(protocol, arm.NameOf(head.Kind), seed, table, head.Kind == "sigrl" ? "ranking" : "cross-entropy", result.Seconds, input)))];
    }

    private IReadOnlyList<EvaluationTable> Scores(VisionLanguageRun run, SceneProtocol protocol)
    {
        using var pause = new CollectionPause(_warn);
        return _scorer.Value.Score(run.Model, run.Phrases, protocol.IsScored, pause);
    }

    private AblationCell Chance(SceneProtocol protocol, int seed, AblationCell like)
    {
        var input = Hash($"chance {seed} {_recipe.Pictures}");
        if (CellStore.Read(Folder(protocol, BaselineCell.Chance, seed), input) is { } done)
        {
            return done;
        }

        var truth = CellStore.Scores(Folder(protocol, like.Head, like.Seed), null);
        var (random, table) = (new Random(seed), new EvaluationTable(truth.Labels));
        for (var sample = 0; sample < truth.Samples; sample++)
        {
            table.BeginImage(ScoreLines.ImageOf(truth.Images[truth.ImageOfSample[sample]]));
            table.Add([.. truth.Labels.Select(_ => random.NextSingle())], new float[truth.Labels.Count], [.. truth.Labels.Select((_, label) => truth.TruthOf(label)[sample])]);
        }

        return Keep(protocol, BaselineCell.Chance, seed, table, BaselineCell.Chance, 0, input);
    }

    private AblationCell Keep(SceneProtocol protocol, string head, int seed, EvaluationTable table, string loss, double seconds, string input)
    {
        var figures = HeadFigures.Of(table, null);
        var cell = new AblationCell(
            protocol.Task, Known, head, seed, figures.Map, loss, null, null, seconds, 0, null, SceneMaps.Of(figures), figures.F1At3, figures.F1At5, input, _commit);
        CellStore.Write(Folder(protocol, head, seed), cell, table);
        return cell;
    }

    private HeadDifference Difference(SceneProtocol protocol, AblationPair pair) => HeadDifference.Of(
        protocol.Task, Known, pair, _recipe.Seeds, (head, seed) => Folder(protocol, head, seed), labels => [.. Enumerable.Range(0, labels.Count)]);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
