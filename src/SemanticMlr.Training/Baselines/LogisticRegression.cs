using SemanticMlr.Training.Losses;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Baselines;

/// <summary>One logistic regression a label on the global vector, over the cells that are known: what a head must beat.</summary>
internal static class LogisticRegression
{
    private const int Iterations = 200;
    private const double Tolerance = 1e-6;

    /// <summary>Minimises cross-entropy + penalty / 2 * |W|^2 by L-BFGS on inputs brought to mean 0 and spread 1.</summary>
    /// <param name="inputs">[N, G].</param>
    /// <param name="observed">What is known [N, C].</param>
    /// <param name="penalty">0 or more.</param>
    /// <returns>Maps inputs [M, G] to logits [M, C].</returns>
    public static Func<Tensor, Tensor> Fit(Tensor inputs, Observations observed, double penalty)
    {
        var (mean, spread) = (inputs.mean([0]), inputs.std(0, unbiased: false).clamp_min(1e-6));
        var x = (inputs - mean) / spread;
        var weight = nn.Parameter(zeros(observed.Present.shape[1], x.shape[1]));
        var bias = nn.Parameter(zeros(observed.Present.shape[1]));
        var known = (observed.Present + observed.Absent).sum([0]).clamp_min(1);
        using var optimizer = optim.LBFGS([weight, bias], lr: 1, max_iter: Iterations, tolerange_grad: Tolerance, history_size: 20);
        optimizer.step(() =>
        {
            optimizer.zero_grad();
            var logits = matmul(x, weight.t()) + bias;
            var cells = CellLosses.Positive(logits) * observed.Present + CellLosses.Negative(logits) * observed.Absent;
            var loss = (cells.sum([0]) / known).sum() + penalty / 2 * weight.pow(2).sum();
            loss.backward();
            return loss;
        });
        return values => matmul((values - mean) / spread, weight.detach().t()) + bias.detach();
    }
}
