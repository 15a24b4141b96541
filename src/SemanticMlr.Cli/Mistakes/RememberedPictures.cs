using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Mistakes;

/// <summary>Pictures of another source; remembers how many samples each that was read has, so that the samples of a table are found again.</summary>
/// <param name="source">The pictures, the same each time they are read.</param>
internal sealed class RememberedPictures(IPictureSource source) : IPictureSource
{
    private readonly int[] _samples = new int[source.Count];

    /// <inheritdoc/>
    public int Count => source.Count;

    /// <inheritdoc/>
    public EvaluationPicture Read(int index)
    {
        var picture = source.Read(index);
        _samples[index] = picture.Samples.Count;
        return picture;
    }

    /// <summary>The picture and the place in it of each sample, in the order of the table that all pictures were scored into.</summary>
    public IReadOnlyList<(int Picture, int Sample)> Places() =>
        [.. _samples.SelectMany((count, picture) => Enumerable.Range(0, count).Select(sample => (picture, sample)))];
}
