using SemanticMlr.Inference;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>A head bound to one label table and to the outputs of one encoder binding. Owns the logits, the views and the bindings.</summary>
internal sealed class HeadBinding : IDisposable
{
    private readonly EncoderBinding _encoder;
    private readonly GraphBinding?[] _bindings;
    private readonly PinnedTensor<float> _labelEmbeddings;
    private readonly PinnedTensor<float>? _labelGraph;

    public HeadBinding(Head head, LabelTable table, EncoderBinding encoder, int capacity)
    {
        Head = head;
        Table = table;
        _encoder = encoder;
        _bindings = new GraphBinding?[capacity + 1];
        _labelEmbeddings = new PinnedTensor<float>(table.Embeddings, table.Count, table.Dimension);
        _labelGraph = table.Graph is { } graph ? new PinnedTensor<float>(graph, table.Count, table.Dimension) : null;
        Logits = new PinnedTensor<float>(capacity, table.Count);
    }

    public Head Head { get; }

    public LabelTable Table { get; }

    /// <summary>One logit per label, a row an image.</summary>
    public PinnedTensor<float> Logits { get; }

    /// <summary>Scores the first images.</summary>
    public void Run(int count) => (_bindings[count] ??= Bind(count)).Run();

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

    private GraphBinding Bind(int count)
    {
        var binding = new GraphBinding(Head.Session);
        foreach (var input in Head.Session.Inputs)
        {
            switch (input)
            {
                case ImageEncoder.Global:
                    binding.BindInput(input, _encoder.Global.First(count));
                    break;
                case ImageEncoder.Patches:
                    binding.BindInput(input, _encoder.Patches!.First(count));
                    break;
                case Head.LabelGraph:
                    binding.BindConstant(input, _labelGraph!.First(Table.Count));
                    break;
                default:
                    binding.BindConstant(input, _labelEmbeddings.First(Table.Count));
                    break;
            }
        }

        binding.BindOutput(Head.Logits, Logits.First(count));
        return binding;
    }
}
