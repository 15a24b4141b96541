using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>The text encoder of a bundle: token ids in, one vector a text out. Owns its session.</summary>
internal sealed class TextEncoder : IDisposable
{
    private const string InputIds = "input_ids";
    private const string AttentionMask = "attention_mask";
    private const string TextEmbeddings = "text_embeddings";
    private const int RowsPerRun = 32;

    private readonly GraphSession _session;
    private readonly TextSpecification _specification;
    private readonly int _dimension;

    private TextEncoder(GraphSession session, BundleManifest manifest) =>
        (_session, _specification, _dimension) = (session, manifest.Text, manifest.Dimension);

    /// <summary>Opens the text encoder and proves it with the golden texts; on failure nothing stays open.</summary>
    /// <exception cref="BundleException">The graph cannot be run, does not follow the contract, or gives other ids or vectors than the golden ones.</exception>
    public static TextEncoder Open(Bundle bundle, BundleFile graph, TextTokenizer tokenizer, SessionFactory factory)
    {
        var length = bundle.Manifest.Text.ContextLength;
        var encoder = new TextEncoder(factory.Open(bundle.PathOf(graph)), bundle.Manifest);
        try
        {
            var session = encoder._session;
            session.RefuseOtherInputs(InputIds, AttentionMask);
            foreach (var input in session.Inputs)
            {
                session.CheckInput(input, TensorElementType.Int64, GraphSession.Dynamic, length);
            }

            session.CheckInput(InputIds, TensorElementType.Int64, GraphSession.Dynamic, length);
            session.CheckOutput(TextEmbeddings, TensorElementType.Float, GraphSession.Any, bundle.Manifest.Dimension);
            encoder.Prove(bundle, tokenizer);
            return encoder;
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <summary>Encodes texts, given as token ids that fit the context length: one row of D values each.</summary>
    /// <exception cref="BundleException">The graph failed, or gave values that are not numbers.</exception>
    public IReadOnlyList<float[]> Encode(IReadOnlyList<IReadOnlyList<int>> texts)
    {
        var vectors = new List<float[]>(texts.Count);
        foreach (var rows in texts.Chunk(RowsPerRun))
        {
            Encode(rows, vectors);
        }

        return vectors;
    }

    public void Dispose() => _session.Dispose();

    private void Encode(IReadOnlyList<int>[] rows, List<float[]> vectors)
    {
        var length = _specification.ContextLength;
        var ids = new long[rows.Length * length];
        var mask = new long[ids.Length];
        Array.Fill(ids, _specification.PaddingId);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var position = 0; position < rows[row].Count; position++)
            {
                ids[row * length + position] = rows[row][position];
                mask[row * length + position] = 1;
            }
        }

        using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, [rows.Length, length]);
        using var maskValue = OrtValue.CreateTensorValueFromMemory(mask, [rows.Length, length]);
        OrtValue[] inputs = [.. _session.Inputs.Select(input => input == AttentionMask ? maskValue : idsValue)];
        using var outputs = _session.Run(_session.Inputs, inputs, [TextEmbeddings]);
        GraphShape.Check(_session.Path, TextEmbeddings, outputs[0], rows.Length, _dimension);
        var values = outputs[0].GetTensorDataAsSpan<float>();
        for (var row = 0; row < rows.Length; row++)
        {
            var vector = values.Slice(row * _dimension, _dimension).ToArray();
            if (!LabelVector.IsUsable(vector))
            {
                throw new BundleException(_session.Path, $"\"{TextEmbeddings}\" holds values that are not numbers, or nothing but zeros");
            }

            vectors.Add(vector);
        }
    }

    private void Prove(Bundle bundle, TextTokenizer tokenizer)
    {
        var golden = bundle.Golden.Texts;
        for (var index = 0; index < golden.Count; index++)
        {
            var text = golden[index];
            var ids = tokenizer.Encode(text.Text);
            if (!ids.SequenceEqual(text.Ids))
            {
                throw new BundleException(
                    bundle.PathOf(bundle.Manifest.Golden),
                    $"texts[{index}]: the tokenizer gives the ids {string.Join(' ', ids)} for \"{text.Text}\", expected {string.Join(' ', text.Ids)}");
            }

            var difference = ids.Count <= _specification.ContextLength
                ? VectorComparison.MaxRelativeDifference(text.Embedding, Encode([ids])[0])
                : double.PositiveInfinity;
            if (!(difference <= bundle.Golden.Tolerance))
            {
                throw new BundleException(
                    bundle.PathOf(bundle.Manifest.Golden),
                    FormattableString.Invariant($"texts[{index}].embedding is off by {difference:g3} of its largest value, allowed is {bundle.Golden.Tolerance:g3}; {_session.Path} or the golden set belongs to another bundle"));
            }
        }
    }
}
