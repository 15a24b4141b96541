using SemanticMlr.Training.Modules.Heads;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Modules.Heads;

/// <summary>Every kind of head, small.</summary>
internal static class TestHeads
{
    public static readonly string[] Names = ["clip", "mkt", "sigrl", "sigrl+", "sigrl+ bare", "sigrl+ cosine"];

    public static MatchingHead Create(string name, int dimension, int topK = 3)
    {
        var settings = new HeadSettings(dimension, topK);
        return name switch
        {
            "clip" => new ClipHead(settings),
            "mkt" => new MktHead(settings),
            "sigrl" => new SigrlHead(settings),
            "sigrl+" => new SigrlPlusHead(settings, new SigrlPlusSettings { Rank = 8 }),
            "sigrl+ bare" => new SigrlPlusHead(settings, new SigrlPlusSettings { Rank = 8, Exchange = false, Reconstruction = false, Mixing = false }),
            "sigrl+ cosine" => new SigrlPlusHead(settings with { Normalise = true }, new SigrlPlusSettings { Rank = 8 }),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    /// <summary>Gives every weight a value, also those that start at zero.</summary>
    public static void Randomise(nn.Module module)
    {
        using var noGradients = no_grad();
        foreach (var parameter in module.parameters().DistinctBy(parameter => parameter.Handle))
        {
            parameter.add_(randn_like(parameter) * 0.3f);
        }
    }
}
