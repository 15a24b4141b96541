using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Losses;
using SemanticMlr.Training.Optimisation;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Text;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Runs;

/// <summary>Takes training steps. A step depends on the state before it, the seed and its number, and on nothing else.</summary>
internal sealed class Trainer(Recipe recipe, TrainingState state, PhraseBook phrases, int seed)
{
    private const int DistractorsPerStep = 2;
    private const double LargestGradientNorm = 5;

    /// <summary>Takes one step.</summary>
    /// <param name="batch">The crops of the step.</param>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="steps">Steps of the whole run; sets the learning rate.</param>
    /// <returns>The losses before the step: a centre's focal loss, and the cross-entropy of each head for a tile and label.</returns>
    public IReadOnlyDictionary<string, double> Step(CropBatch batch, long step, long steps)
    {
        using var scope = NewDisposeScope();
        foreach (var group in state.Optimizer.ParamGroups)
        {
            group.LearningRate = LearningRate.At(recipe.Schedule, step, steps);
        }

        state.Model.train();
        state.Optimizer.zero_grad();
        var (patch, mkt, clip) = Losses(batch, step, steps);
        (patch * recipe.Loss.Patch + mkt * recipe.Loss.Mkt + clip * recipe.Loss.Clip).backward();
        nn.utils.clip_grad_norm_(state.Model.parameters(), LargestGradientNorm);
        state.Optimizer.step();
        WeightAverage.Follow(state.Average.State, state.Model.State, recipe.Schedule.Average, step);
        return new Dictionary<string, double>(StringComparer.Ordinal) { ["patch"] = patch.item<float>(), ["mkt"] = mkt.item<float>(), ["clip"] = clip.item<float>() };
    }

    /// <summary>Brightness [B, 1, S, S] as the encoder's convolutions read it.</summary>
    public static Tensor Normalised(CropBatch batch, ImageRecipe image) => Normalised(batch.Pixels, batch.Count, image with { Size = batch.Size });

    /// <inheritdoc cref="Normalised(CropBatch, ImageRecipe)"/>
    public static Tensor Normalised(byte[] pixels, int count, ImageRecipe image) =>
        tensor(pixels, [count, 1, image.Size, image.Size])
            .to_type(ScalarType.Float32)
            .sub_((float)(255 * image.Mean))
            .div_((float)(255 * image.Std));

    private (Tensor Patch, Tensor Mkt, Tensor Clip) Losses(CropBatch batch, long step, long steps)
    {
        var labels = recipe.Labels.Count;
        var random = new Random(StepSeed.Of(~seed, step));
        var distractors = phrases.DistractorRows(DistractorsPerStep);
        var ids = tensor(phrases.Draw(random, DistractorsPerStep), [labels + distractors, phrases.ContextLength]);
        var (global, patches) = state.Model.Image.forward(Normalised(batch, recipe.Image));
        var logits = state.Model.Heads.Logits(global, patches, state.Model.Text.forward(ids));

        // A distractor holds nowhere: columns of zeros behind those of the labels.
        var patchTargets = nn.functional.pad(tensor(batch.Patches, [batch.Count, patches.shape[1], labels]), [0, distractors]);
        var tileTargets = nn.functional.pad(tensor(batch.Tiles, [batch.Count, labels]), [0, distractors]);
        var kept = Kept(logits.Mkt.detach(), tileTargets, labels, recipe.Loss.Reject * step / steps);
        return (
            PatchFocalLoss.Of(logits.Patch, patchTargets, kept),
            nn.functional.binary_cross_entropy_with_logits(logits.Mkt, tileTargets, kept),
            nn.functional.binary_cross_entropy_with_logits(logits.Clip, tileTargets, kept));
    }

    /// <summary>The cells that count: all but the given share of those without a known box, the most expensive ones; a distractor is known to hold nowhere.</summary>
    private static Tensor Kept(Tensor logits, Tensor targets, int labels, double share)
    {
        var unknown = 1 - targets;
        unknown.narrow(1, labels, targets.shape[1] - labels).zero_();
        return LargeLossRejection.Kept(CellLosses.Negative(logits) * unknown, unknown, share);
    }
}
