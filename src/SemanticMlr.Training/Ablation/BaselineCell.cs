using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;
using SemanticMlr.Training.Baselines;
using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Losses;
using SemanticMlr.Training.Recipes.Heads;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Ablation;

/// <summary>Scores of what needs no head: logistic regression, ridge regression into the label space, chance.</summary>
/// <param name="recipe">The recipe of the cell.</param>
/// <param name="data">Its data, with cached features.</param>
internal sealed class BaselineCell(HeadRecipe recipe, HeadData data)
{
    /// <summary>A logistic regression a label on <c>global</c>.</summary>
    public const string Logistic = "logistic";

    /// <summary>Ridge regression from <c>global</c> to the mean vector of a sample's labels.</summary>
    public const string Ridge = "ridge";

    /// <summary>Random scores.</summary>
    public const string Chance = "chance";

    /// <summary>Of logistic regression where no validation samples choose one.</summary>
    private const double PenaltyWithoutChoice = 1e-2;

    private static readonly double[] Penalties = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10];

    private readonly int[] _seen = LabelNumbers.Seen(recipe, data);

    /// <summary>The test scores of a baseline on some labels, and its validation mAP.</summary>
    /// <param name="name">One of the constants.</param>
    /// <param name="labels">Numbers of labels.</param>
    public (EvaluationTable Test, double? Validation) Score(string name, int[] labels)
    {
        if (name == Chance)
        {
            var random = new Random(recipe.Seed);
            return (Table(data.Split.Test, labels, (_, _) => random.NextSingle(), isTest: true), null);
        }

        using var scope = NewDisposeScope();
        if (data.Split.Validation.Length == 0)
        {
            var unchosen = name == Logistic ? LogisticFit(PenaltyWithoutChoice) : RidgeFit(RidgeRegression.DefaultPenalty);
            return (Scored(unchosen, data.Split.Test, labels, isTest: true), null);
        }

        var (best, fitted) = (double.NegativeInfinity, (Func<Tensor, Tensor>?)null);
        foreach (var penalty in Penalties)
        {
            var candidate = name == Logistic ? LogisticFit(penalty) : RidgeFit(penalty);
            var map = Mean(Scored(candidate, data.Split.Validation, _seen, isTest: false));
            (best, fitted) = map > best ? (map, candidate) : (best, fitted);
        }

        return (Scored(fitted!, data.Split.Test, labels, isTest: true), best);
    }

    private Func<Tensor, Tensor> LogisticFit(double penalty)
    {
        var signs = tensor(data.Split.Training.SelectMany(sample => data.Observed[sample].Select(Sign)).ToArray(), [data.Split.Training.Length, data.Labels.Labels.Count]);

        // With single positives nothing is known to be absent; the plain way then is to take unknown for absent.
        var known = signs.lt(0).any().item<bool>() ? signs : signs * 2 - 1;
        return LogisticRegression.Fit(Globals(data.Split.Training, isTest: false), Observations.Of(known), penalty);
    }

    private Func<Tensor, Tensor> RidgeFit(double penalty)
    {
        var vectors = ModelStart.LabelRows(recipe, data);
        var (inputs, targets) = ModelStart.RegressionTargets(recipe, data, vectors);
        var (weight, bias) = RidgeRegression.Fit(inputs, targets, penalty);
        return values => matmul(nn.functional.normalize(matmul(values, weight.t()) + bias, dim: 1), nn.functional.normalize(vectors, dim: 1).t());
    }

    private static float Sign(Truth truth) => truth switch { Truth.Present => 1, Truth.Absent => -1, _ => 0 };

    private Tensor Globals(int[] samples, bool isTest) => ((FrozenSource)(isTest ? data.TestSource : data.TrainingSource)).Globals(samples);

    private EvaluationTable Scored(Func<Tensor, Tensor> fitted, int[] samples, int[] labels, bool isTest)
    {
        using var noGradients = no_grad();
        var scores = fitted(Globals(samples, isTest)).data<float>().ToArray();
        var width = data.Labels.Labels.Count;
        return Table(samples, labels, (row, label) => scores[row * width + label], isTest);
    }

    private EvaluationTable Table(int[] samples, int[] labels, Func<int, int, float> score, bool isTest)
    {
        var table = new EvaluationTable([.. labels.Select(label => data.Labels.Ids[label])]);
        var probabilities = new float[labels.Length];
        foreach (var (row, sample) in samples.Index())
        {
            var known = (isTest ? data.TestSamples : data.TrainingSamples).Samples[sample];
            table.BeginImage(known.Image);
            table.Add([.. labels.Select(label => score(row, label))], probabilities, [.. labels.Select(label => known.Labels[label])]);
        }

        return table;
    }

    private static double Mean(EvaluationTable table) => HeadFigures.Of(table, null).Map;
}
