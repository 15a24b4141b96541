using SemanticMlr.Training.Features;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>The label vectors of a run: given by a text encoder, or trained.</summary>
internal sealed class LabelEmbeddings : nn.Module
{
    /// <param name="vectors">Labels and, where a text encoder made some, their vectors.</param>
    /// <param name="dimension">Length D of a vector.</param>
    /// <param name="centre">Takes the mean of the given vectors away and makes them length 1.</param>
    public LabelEmbeddings(LabelVectors vectors, int dimension, bool centre)
        : base(nameof(LabelEmbeddings))
    {
        if (vectors.Values is { } values)
        {
            var given = tensor(values, [vectors.Labels.Count, dimension]);
            Mean = centre ? given.mean([0]) : null;
            Vectors = given;
            register_buffer("vectors", Vectors);
            if (Mean is not null)
            {
                register_buffer("mean", Mean);
            }
        }
        else
        {
            var trained = nn.Parameter(nn.functional.normalize(randn(vectors.Labels.Count, dimension), dim: 1));
            Vectors = trained;
            register_parameter("vectors", trained);
        }
    }

    /// <summary>The vectors as label lists carry them [C, D].</summary>
    public Tensor Vectors { get; }

    /// <summary>What is taken away from each before it is made length 1 [D], or null.</summary>
    public Tensor? Mean { get; }

    /// <summary>Vectors as graph and head read them.</summary>
    /// <param name="rows">The labels that are scored.</param>
    public Tensor Of(Tensor rows)
    {
        var chosen = Vectors.index_select(0, rows);
        return Mean is null ? chosen : nn.functional.normalize(chosen - Mean, dim: 1);
    }
}
