using System.Security.Cryptography;
using System.Text;

namespace SemanticMlr.Labels;

/// <summary>The enabled labels of a list with their embeddings: what a head reads. Immutable.</summary>
public sealed class LabelTable
{
    /// <param name="list">The whole list.</param>
    /// <param name="labels">Its enabled labels in order.</param>
    /// <param name="prompt">The prompt in force.</param>
    /// <param name="textEncoder">Id of the text encoder that the embeddings come from.</param>
    /// <param name="embeddings">C x D values, pinned.</param>
    /// <param name="graph">C x D values of the graph over labels, pinned, or null.</param>
    internal LabelTable(LabelList list, IReadOnlyList<LabelDefinition> labels, string prompt, string textEncoder, float[] embeddings, float[]? graph)
    {
        List = list;
        Labels = labels;
        TextEncoder = textEncoder;
        Embeddings = embeddings;
        Graph = graph;
        ContentHash = HashOf(prompt, labels);
    }

    /// <summary>The whole list.</summary>
    public LabelList List { get; }

    /// <summary>The enabled labels, in the order of a head's outputs.</summary>
    public IReadOnlyList<LabelDefinition> Labels { get; }

    /// <summary>Labels C.</summary>
    public int Count => Labels.Count;

    /// <summary>Length D of an embedding.</summary>
    public int Dimension => Embeddings.Length / Count;

    /// <summary>Id of the text encoder that the embeddings come from.</summary>
    public string TextEncoder { get; }

    /// <summary>The embeddings, C x D values row by row; never to be written to.</summary>
#pragma warning disable CA1819 // bound to graphs as it is
    public float[] Embeddings { get; }
#pragma warning restore CA1819

    /// <summary>SHA-256 over the prompt and the ids, texts and own vectors of the enabled labels in order: what scores depend on. Thresholds, bands and severities are no part of it.</summary>
    public string ContentHash { get; }

    /// <summary>The outputs of the graph over labels, C x D values, or null where the bundle has none.</summary>
    internal float[]? Graph { get; }

    private static string HashOf(string prompt, IReadOnlyList<LabelDefinition> labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(prompt));
        foreach (var label in labels)
        {
            Append(hash, Encoding.UTF8.GetBytes(label.Id));
            Append(hash, Encoding.UTF8.GetBytes(label.Text));
            Append(hash, label.Embedding ?? []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>With its length before it, so that no two lists give the same bytes.</summary>
    private static void Append(IncrementalHash hash, byte[] bytes)
    {
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
