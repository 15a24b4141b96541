using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>The head <c>sigrl+</c>: <c>mkt</c> with SVFR in a bottleneck of r channels, scalar attention, and a learned scale and bias.</summary>
/// <remarks>
/// <para>The published SVFR projects every patch under every label (P x C x D x D). Here patches and labels are projected once each to r channels; what
/// depends on both is a product, P x C x r, beside the P x C x D of <c>mkt</c>:</para>
/// <code>
/// S = F H^T                                      products, as in mkt
/// X, V = LN(F) Wx, LN(F) Wv;  Y = LN(H) Wy       bottleneck
/// a = softmax over p of (t S + X Y^T / sqrt r)   one weight for a patch and label (SDA)
/// M = sum over p of a V                          label-wise visual feature
/// O = GELU([M; Y; M * Y; Y * LN(g) Wu] Wf)       joined with the semantics and the whole image
/// O = O + softmax(Y Wq (Y Wk)^T / sqrt r) O Wm   exchange between labels
/// S' = S + (X * mean over c of P a O Wg) Y^T     patches under the gates of all labels (VFR)
/// logit = (sg + ..) g H^T + (sl + ..) top-k(S') + (sa + ..) sum over p of a S + O w + b
/// </code>
/// <para>Wg, w, sa and the label's own weights (..) start at zero, so the head starts as <c>mkt</c>. H is the output of the label graph. Training keeps
/// about 5 x B x P x C numbers for the gradients.</para>
/// </remarks>
internal sealed class SigrlPlusHead : MatchingHead
{
    public SigrlPlusHead(HeadSettings settings, SigrlPlusSettings? parts = null)
        : base(nameof(SigrlPlusHead), settings)
    {
        Parts = parts ?? new SigrlPlusSettings();
        var (dimension, rank) = (settings.Dimension, Parts.Rank);
        PatchNorm = nn.LayerNorm(dimension);
        LabelNorm = nn.LayerNorm(dimension);
        GlobalNorm = nn.LayerNorm(dimension);
        Keys = nn.Linear(dimension, rank, hasBias: false);
        Values = nn.Linear(dimension, rank, hasBias: false);
        Semantics = nn.Linear(dimension, rank, hasBias: false);
        Context = nn.Linear(dimension, rank, hasBias: false);
        Joining = nn.Linear(SigrlPlusSettings.JoinedParts * rank, rank);
        Exchange = Parts.Exchange ? new LabelExchange(rank) : null;
        Gates = Parts.Reconstruction ? Zeroed(nn.Linear(rank, rank, hasBias: false)) : null;
        Mixing = Parts.Mixing ? Zeroed(nn.Linear(rank, SigrlPlusSettings.MixedParts, hasBias: false)) : null;
        Correction = Zeroed(nn.Linear(rank, 1, hasBias: false));
        Sharpness = Register("sharpness", settings.LocalScale);
        PatchScale = Register("patch_scale", settings.LocalScale);
        PatchBias = Register("patch_bias", -4);
        LocalScale = Register("local_scale", settings.LocalScale);
        GlobalScale = Register("global_scale", settings.GlobalScale);
        AttendedScale = Register("attended_scale", 0);
        Bias = Register("bias", settings.Bias);
        foreach (var (name, module) in Modules())
        {
            register_module(name, module);
        }
    }

    public SigrlPlusSettings Parts { get; }

    public override bool ReadsPatches => true;

    public LayerNorm PatchNorm { get; }

    public LayerNorm LabelNorm { get; }

    public LayerNorm GlobalNorm { get; }

    public Linear Keys { get; }

    public Linear Values { get; }

    public Linear Semantics { get; }

    public Linear Context { get; }

    public Linear Joining { get; }

    public LabelExchange? Exchange { get; }

    public Linear? Gates { get; }

    public Linear? Mixing { get; }

    public Linear Correction { get; }

    public Parameter Sharpness { get; }

    public Parameter PatchScale { get; }

    public Parameter PatchBias { get; }

    public Parameter LocalScale { get; }

    public Parameter GlobalScale { get; }

    public Parameter AttendedScale { get; }

    public Parameter Bias { get; }

    public override HeadScores Evaluate(Tensor global, Tensor patches, Tensor labels, Tensor graph)
    {
        var rows = Compared(graph);
        var products = matmul(rows, Compared(patches).transpose(1, 2));
        var whole = matmul(Compared(global), rows.t());

        var normalised = PatchNorm.forward(patches);
        var keys = Keys.forward(normalised);
        var semantics = Semantics.forward(LabelNorm.forward(graph));
        var scores = products * Sharpness + matmul(semantics, keys.transpose(1, 2)) / Math.Sqrt(Parts.Rank);
        var weights = scores.softmax(2);
        var seen = matmul(weights, Values.forward(normalised));
        var joined = Join(seen, semantics, Context.forward(GlobalNorm.forward(global)));
        var features = Exchange?.forward(joined, semantics) ?? joined;

        var rebuilt = Gates is null ? products : products + matmul(semantics, Gated(keys, weights, Gates.forward(features)).transpose(1, 2));
        var attended = (weights * products).sum(2);
        var (globalWeight, localWeight, attendedWeight, bias) = Mix(semantics);
        var logits = whole * globalWeight + MeanOfBest(rebuilt) * localWeight + attended * attendedWeight
            + Correction.forward(features).squeeze(2) + bias;
        return new(logits, (rebuilt * PatchScale + PatchBias).transpose(1, 2));
    }

    public override long MultiplyAdds(long labels, long patches) => HeadCosts.SigrlPlus(Settings.Dimension, labels, patches, Parts);

    /// <summary>What a label sees, what it means, and both together, here and in the whole image: [B, C, r].</summary>
    private Tensor Join(Tensor seen, Tensor semantics, Tensor context)
    {
        var meaning = semantics.unsqueeze(0).expand_as(seen);
        var joined = Joining.forward(cat([seen, meaning, seen * meaning, context.unsqueeze(1) * meaning], 2));
        return nn.functional.dropout(nn.functional.gelu(joined), Parts.Dropout, training);
    }

    /// <summary>Keys under the mean gate of the labels; a weight counts in multiples of 1 / P, so that the size of the image does not matter.</summary>
    private static Tensor Gated(Tensor keys, Tensor weights, Tensor gates) =>
        keys * matmul(weights.transpose(1, 2), gates) * ((double)weights.shape[2] / weights.shape[1]);

    private (Tensor Global, Tensor Local, Tensor Attended, Tensor Bias) Mix(Tensor semantics)
    {
        if (Mixing is null)
        {
            return (GlobalScale, LocalScale, AttendedScale, Bias);
        }

        var own = Mixing.forward(semantics);
        return (
            GlobalScale * (own.select(1, 0) + 1),
            LocalScale * (own.select(1, 1) + 1),
            AttendedScale + LocalScale * own.select(1, 2),
            Bias + own.select(1, 3));
    }

    private static Linear Zeroed(Linear layer)
    {
        nn.init.zeros_(layer.weight!);
        return layer;
    }

    private IEnumerable<(string Name, nn.Module Module)> Modules()
    {
        (string, nn.Module?)[] all =
        [
            ("patch_norm", PatchNorm), ("label_norm", LabelNorm), ("global_norm", GlobalNorm), ("keys", Keys), ("values", Values), ("semantics", Semantics),
            ("context", Context), ("joining", Joining), ("exchange", Exchange), ("gates", Gates), ("mixing", Mixing), ("correction", Correction),
        ];
        return all.Where(entry => entry.Item2 is not null).Select(entry => (entry.Item1, entry.Item2!));
    }
}
