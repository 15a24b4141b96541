using System.Runtime.InteropServices;
using SemanticMlr.Training.Recipes.Heads;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Losses;

/// <summary>Soft labels that a run gives to unknown cells between passes; part of a checkpoint.</summary>
/// <param name="recipe">Kind and numbers.</param>
/// <param name="samples">Training samples.</param>
/// <param name="labels">Labels.</param>
internal sealed class PseudoLabels(HeadLossRecipe recipe, int samples, int labels)
{
    /// <summary>By sample, then label: the probability, or NaN where none was given.</summary>
    private readonly float[] _targets = [.. Enumerable.Repeat(float.NaN, samples * labels)];

    /// <summary>Whether the loss makes use of them.</summary>
    public bool AreUsed => recipe.Kind is HeadLossKind.AsymmetricPseudoLabels or HeadLossKind.PseudoPositives;

    /// <summary>Soft labels and a mask of where there are some, both [B, C].</summary>
    public (Tensor Targets, Tensor Given) Take(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        var values = new float[rows.Length * columns.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                values[row * columns.Length + column] = _targets[rows[row] * labels + columns[column]];
            }
        }

        var targets = tensor(values, [rows.Length, columns.Length]);
        var given = targets.isnan().logical_not();
        return (targets.nan_to_num(0), given.to_type(ScalarType.Float32));
    }

    /// <summary>Gives labels to unknown cells from what the running average says of all training samples, once the warm-up is over.</summary>
    /// <param name="probabilities">By sample, then label.</param>
    /// <param name="isUnknown">Whether a cell (sample, label) is unknown.</param>
    /// <param name="pass">Passes done.</param>
    /// <param name="passes">Passes in all.</param>
    public void Update(float[] probabilities, Func<int, int, bool> isUnknown, int pass, int passes)
    {
        if (!AreUsed || pass < recipe.WarmUpPasses)
        {
            return;
        }

        for (var label = 0; label < labels; label++)
        {
            var column = label;
            int[] open = [.. Enumerable.Range(0, samples).Where(sample => isUnknown(sample, column)).OrderBy(sample => probabilities[sample * labels + column])];
            if (recipe.Kind == HeadLossKind.PseudoPositives)
            {
                foreach (var sample in open)
                {
                    _targets[sample * labels + label] = probabilities[sample * labels + label] >= recipe.PseudoPositiveAbove ? (float)recipe.SmoothedTo : float.NaN;
                }

                continue;
            }

            // Self-paced: the cells that look most negative first, each keeping the probability that it got then.
            var share = recipe.PseudoNegatives * Math.Min(1, (pass - recipe.WarmUpPasses + 1.0) / Math.Max(1, passes - recipe.WarmUpPasses));
            foreach (var sample in open.Take((int)(share * open.Length)))
            {
                ref var target = ref _targets[sample * labels + label];
                target = float.IsNaN(target) ? probabilities[sample * labels + label] : target;
            }
        }
    }

    public void Write(BinaryWriter writer) => writer.Write(MemoryMarshal.AsBytes(_targets.AsSpan()));

    /// <exception cref="EndOfStreamException">The stream is too short.</exception>
    public void Read(BinaryReader reader) => reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_targets.AsSpan()));
}
