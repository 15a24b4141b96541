using SemanticMlr.Training.Data;
using SemanticMlr.Training.Losses;
using SemanticMlr.Training.Optimisation;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Text;
using static TorchSharp.torch;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>Takes training steps. A step depends on the state before it, the seed and its number, and on nothing else.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="state">The state.</param>
/// <param name="phrases">The phrases trained on, in the order of the truth.</param>
internal sealed class VisionLanguageTrainer(VisionLanguageRecipe recipe, VisionLanguageState state, PhraseBook phrases)
{
    private const int DistractorsPerStep = 8;
    private const double LargestGradientNorm = 5;

    // A violated pair costs about 1, a cell about 0.05: without it the ranking would drown what the other heads teach the encoders.
    private const double RankingWeight = 0.05;

    /// <summary>Takes one step.</summary>
    /// <param name="batch">The pictures of the step.</param>
    /// <param name="step">Number of the step, from 0.</param>
    /// <returns>The losses before the step, by head, and <c>contrast</c>.</returns>
    public IReadOnlyDictionary<string, double> Step(SceneBatch batch, long step)
    {
        using var scope = NewDisposeScope();
        var seed = StepSeed.Of(~recipe.Seed, step);
        random.manual_seed(seed);
        var schedule = recipe.Schedule;
        var rate = LearningRate.At(schedule.LearningRate, schedule.WarmUpSteps, schedule.DecaySteps, step, schedule.Steps);
        foreach (var group in state.Optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }

        state.Model.train();
        state.Optimizer.zero_grad();
        var losses = Losses(batch, new Random(seed));
        var total = losses.Select(loss => loss.Value * loss.Weight).Aggregate((sum, loss) => sum + loss);
        var values = losses.ToDictionary(loss => loss.Name, loss => (double)loss.Value.item<float>(), StringComparer.Ordinal);
        if (values.Values.All(double.IsFinite))
        {
            total.backward();
            nn.utils.clip_grad_norm_(state.Model.parameters(), LargestGradientNorm);
            state.Optimizer.step();
            WeightAverage.Follow(state.Average.State, state.Model.State, schedule.Average, step);
        }

        return values;
    }

    private List<(string Name, Tensor Value, double Weight)> Losses(SceneBatch batch, Random chance)
    {
        var model = state.Model;
        var count = batch.Truth.Length / batch.Count;
        var distractors = phrases.DistractorRows(DistractorsPerStep);
        var labels = model.Text.forward(tensor(phrases.Draw(chance, DistractorsPerStep), [count + distractors, phrases.ContextLength]));
        var (global, patches) = model.Image.forward(VisionLanguageModel.Normalised(batch.Pixels, batch.Count, recipe.Image));

        // A distractor holds nowhere: columns of zeros behind those of the phrases.
        var truth = nn.functional.pad(tensor(batch.Truth, [batch.Count, count]), [0, distractors]);
        var graph = model.Graph?.forward(labels);
        var losses = model.Heads
            .Select(head => head.OnlyRanks
                ? (head.Kind, Ranking(head, global, patches, labels, truth, chance), RankingWeight)
                : (head.Kind, nn.functional.binary_cross_entropy_with_logits(model.Logits(head, global, patches, labels, graph), truth), 1.0))
            .ToList();
        if (recipe.Contrast > 0)
        {
            // Captions are several times as long as phrases, which would be padded to their length.
            var captions = model.Text.forward(tensor(batch.Captions.SelectMany(phrases.Row).ToArray(), [batch.Count, phrases.ContextLength]));
            losses.Add(("contrast", ContrastiveLoss.Of(global, captions, model.ContrastScale.exp().clamp_max(100), batch.Captions), recipe.Contrast));
        }

        return losses;
    }

    /// <summary>The published loss over as many phrases as the recipe affords; half of them hold somewhere, as far as there are such.</summary>
    private Tensor Ranking(TrainedHead head, Tensor global, Tensor patches, Tensor labels, Tensor truth, Random chance)
    {
        var holds = truth.amax([0]).data<float>().ToArray();
        var order = Enumerable.Range(0, holds.Length).ToArray();
        chance.Shuffle(order);
        var some = order.Where(column => holds[column] > 0).Take(recipe.RankedPhrases / 2).ToArray();
        long[] columns = [.. some.Concat(order.Except(some)).Take(recipe.RankedPhrases)];
        var chosen = tensor(columns);
        var signs = truth.index_select(1, chosen) * 2 - 1;
        return RankingLoss.Of(state.Model.Logits(head, global, patches, labels.index_select(0, chosen)), Observations.Of(signs));
    }
}
