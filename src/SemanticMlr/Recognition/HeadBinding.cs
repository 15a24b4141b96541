using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Inference;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>A head bound to one label table and to the outputs of one encoder binding. Owns the logits, the views and the bindings.</summary>
internal sealed class HeadBinding : IDisposable
{
    private readonly EncoderBinding _encoder;
    private readonly OrtIoBinding?[] _bindings;
    private readonly PinnedTensor<float> _labelEmbeddings;
    private readonly PinnedTensor<float>? _labelGraph;

    public HeadBinding(Head head, LabelTable table, EncoderBinding encoder, int capacity)
    {
        Head = head;
        Table = table;
        _encoder = encoder;
        _bindings = new OrtIoBinding?[capacity + 1];
        _labelEmbeddings = new PinnedTensor<float>(table.Embeddings, table.Count, table.Dimension);
        _labelGraph = table.Graph is { } graph ? new PinnedTensor<float>(graph, table.Count, table.Dimension) : null;
        Logits = new PinnedTensor<float>(capacity, table.Count);
    }

    public Head Head { get; }

    public LabelTable Table { get; }

    /// <summary>One logit per label, a row an image.</summary>
    public PinnedTensor<float> Logits { get; }

    /// <summary>Scores the first images.</summary>
    public void Run(int count) => Head.Session.Run(_bindings[count] ??= Bind(count));

    public void Dispose()
    {
        foreach (var binding in _bindings)
        {
            binding?.Dispose();
        }

        Logits.Dispose();
        _labelGraph?.Dispose();
        _labelEmbeddings.Dispose();
    }

    private OrtIoBinding Bind(int count)
    {
        var binding = Head.Session.CreateBinding();
        foreach (var input in Head.Session.Inputs)
        {
            binding.BindInput(input, input switch
            {
                ImageEncoder.Global => _encoder.Global.First(count),
                ImageEncoder.Patches => _encoder.Patches!.First(count),
                Head.LabelGraph => _labelGraph!.First(Table.Count),
                _ => _labelEmbeddings.First(Table.Count),
            });
        }

        binding.BindOutput(Head.Logits, Logits.First(count));
        return binding;
    }
}
