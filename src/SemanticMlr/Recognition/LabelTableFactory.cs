using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>Turns label lists into label tables: own vectors, the cache, and where both have nothing the text encoder.</summary>
/// <remarks>
/// Thread-safe. Text encoder and label graph run on the processor: once per list, and the vectors then are the same on every execution
/// provider. They are closed again at once, so that a large text encoder costs memory only while a list is changed.
/// </remarks>
internal sealed class LabelTableFactory(Bundle bundle, InferenceOptions options, EmbeddingCache? cache, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly BundleManifest _manifest = bundle.Manifest;
    private TextTokenizer? _tokenizer;

    /// <summary>How often the text encoder was loaded.</summary>
    public int TextEncoderLoads { get; private set; }

    /// <inheritdoc cref="RecognitionModel.CreateLabelTable"/>
    public LabelTable Create(LabelList list)
    {
        lock (_gate)
        {
            var prompt = list.Prompt ?? _manifest.Text.Prompt;
            var dimension = _manifest.Dimension;
            var enabled = list.Labels.Index().Where(label => label.Item.Enabled).ToArray();
            if (enabled.Length == 0)
            {
                throw new LabelListException(list.Id, ["labels: none is enabled"]);
            }

            var faults = new List<string>();
            var ids = Tokenize(list, prompt, faults);
            var embeddings = GC.AllocateArray<float>(enabled.Length * dimension, pinned: true);
            Span<float> Row(int row) => embeddings.AsSpan(row * dimension, dimension);
            var missing = new List<MissingText>();
            for (var row = 0; row < enabled.Length; row++)
            {
                var (index, label) = enabled[row];
                if (label.Embedding is { } own)
                {
                    TakeOwn(index, label, own, Row(row), faults);
                    continue;
                }

                var key = EmbeddingKey.Of(_manifest.Text, prompt, label.Text);
                if (ids.Count == 0)
                {
                    faults.Add($"labels[{index}].embedding: is missing; bundle {bundle.Identity} has no text encoder, so every label brings its vector");
                }
                else if (cache is null || !cache.TryRead(key, Row(row)))
                {
                    missing.Add(new MissingText(row, ids[index], key));
                }
            }

            if (faults.Count > 0)
            {
                throw new LabelListException(list.Id, faults);
            }

            foreach (var (text, vector) in Encode(missing))
            {
                vector.CopyTo(Row(text.Row));
                cache?.Write(text.Key, vector);
            }

            var features = Relate(embeddings, enabled.Length);
            if (missing.Count > 0 || features is not null)
            {
                NativeHeap.GiveBack();
            }

            return new LabelTable(list, [.. enabled.Select(label => label.Item)], prompt, _manifest.Text.Encoder, embeddings, features);
        }
    }

    /// <summary>Opens the text encoder, where there is one, which proves it with the golden texts.</summary>
    /// <inheritdoc cref="TextEncoder.Open" path="/exception"/>
    public void ProveTextEncoder()
    {
        lock (_gate)
        {
            if (_manifest.Text is { Graph: { } graph, Tokenizer: { } specification })
            {
                _tokenizer ??= new TextTokenizer(specification, bundle.Folder);
                TextEncoder.Open(bundle, graph, _tokenizer, SessionFactory.ForProcessor(options)).Dispose();
            }
        }
    }

    private float[]? Relate(float[] embeddings, int labels)
    {
        if (_manifest.Graph is not { } file)
        {
            return null;
        }

        using var graph = LabelGraph.Open(bundle, file, options);
        return graph.Run(embeddings, labels);
    }

    private void TakeOwn(int index, LabelDefinition label, byte[] own, Span<float> destination, List<string> faults)
    {
        if (label.Encoder != _manifest.Text.Encoder)
        {
            faults.Add($"labels[{index}].encoder: the embedding comes from \"{label.Encoder}\", the bundle's text encoder is \"{_manifest.Text.Encoder}\"");
        }
        else if (own.Length != destination.Length * sizeof(float))
        {
            faults.Add($"labels[{index}].embedding: has {own.Length} bytes, expected {destination.Length * sizeof(float)}");
        }
        else
        {
            MemoryMarshal.Cast<byte, float>(own).CopyTo(destination);
        }
    }

    /// <summary>The token ids of every label, disabled ones included: a list whose texts are too long is refused whole. Empty without a text encoder.</summary>
    private List<IReadOnlyList<int>> Tokenize(LabelList list, string prompt, List<string> faults)
    {
        var ids = new List<IReadOnlyList<int>>(list.Labels.Count);
        if (_manifest.Text is not { Graph: not null, Tokenizer: { } specification })
        {
            return ids;
        }

        _tokenizer ??= new TextTokenizer(specification, bundle.Folder);
        foreach (var (index, label) in list.Labels.Index())
        {
            var text = prompt.Replace("{label}", label.Text, StringComparison.Ordinal);
            ids.Add(_tokenizer.Encode(text));
            if (ids[^1].Count > _manifest.Text.ContextLength)
            {
                faults.Add($"labels[{index}].text: \"{text}\" has {ids[^1].Count} tokens, the text encoder reads at most {_manifest.Text.ContextLength}");
            }
        }

        return ids;
    }

    private IEnumerable<(MissingText Text, float[] Vector)> Encode(List<MissingText> missing)
    {
        if (missing.Count == 0)
        {
            return [];
        }

        logger.TextEncoderLoaded(_manifest.Text.Encoder, missing.Count);
        TextEncoderLoads++;
        using var encoder = TextEncoder.Open(bundle, _manifest.Text.Graph!, _tokenizer!, SessionFactory.ForProcessor(options));
        return missing.Zip(encoder.Encode([.. missing.Select(text => text.Ids)]));
    }

    private sealed record MissingText(int Row, IReadOnlyList<int> Ids, string Key);
}
