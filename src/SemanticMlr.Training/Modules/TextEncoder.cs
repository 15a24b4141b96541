using SemanticMlr.Training.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules;

/// <summary>One pre-norm transformer block over tokens, the mean over the tokens that are no padding, a projection.</summary>
internal sealed class TextEncoder : nn.Module<Tensor, Tensor>
{
    public TextEncoder(TextRecipe recipe, int vocabulary, int padding, int dimension)
        : base(nameof(TextEncoder))
    {
        (Heads, Padding) = (recipe.Heads, padding);
        var width = recipe.Width;
        Tokens = nn.Embedding(vocabulary, width);
        nn.init.normal_(Tokens.weight!, 0, 0.1);
        Positions = nn.Parameter(randn(recipe.ContextLength, width) * 0.02f);
        AttentionNorm = nn.LayerNorm(width);
        Queries = nn.Linear(width, width);
        Keys = nn.Linear(width, width);
        Values = nn.Linear(width, width);
        Attended = nn.Linear(width, width);
        FeedForwardNorm = nn.LayerNorm(width);
        Widen = nn.Linear(width, 2 * width);
        Narrow = nn.Linear(2 * width, width);
        OutputNorm = nn.LayerNorm(width);
        Projection = nn.Linear(width, dimension);
        register_parameter("positions", Positions);
        foreach (var (name, module) in Parts())
        {
            register_module(name, module);
        }
    }

    public int Heads { get; }

    public int Padding { get; }

    public Embedding Tokens { get; }

    public Parameter Positions { get; }

    public LayerNorm AttentionNorm { get; }

    public Linear Queries { get; }

    public Linear Keys { get; }

    public Linear Values { get; }

    public Linear Attended { get; }

    public LayerNorm FeedForwardNorm { get; }

    public Linear Widen { get; }

    public Linear Narrow { get; }

    public LayerNorm OutputNorm { get; }

    public Linear Projection { get; }

    /// <summary>Token ids [N, L], padded on the right, to embeddings [N, D]. Columns that are padding in every row cost nothing.</summary>
    public override Tensor forward(Tensor input)
    {
        var count = input.shape[0];
        var length = Math.Max(1, input.ne(Padding).sum(1).amax().item<long>());
        input = input.narrow(1, 0, length);
        var present = input.ne(Padding).to_type(ScalarType.Float32);
        var state = Tokens.forward(input) + Positions.narrow(0, 0, length);

        var normalised = AttentionNorm.forward(state);
        var queries = Split(Queries.forward(normalised));
        var keys = Split(Keys.forward(normalised));
        var scores = matmul(queries, keys.transpose(2, 3)) / (float)Math.Sqrt(queries.shape[3]);
        var hidden = (present - 1).view(count, 1, 1, length) * MaskedScore;
        var mixed = matmul((scores + hidden).softmax(-1), Split(Values.forward(normalised)));
        state = state + Attended.forward(mixed.transpose(1, 2).reshape(count, length, -1));

        state = state + Narrow.forward(nn.functional.relu(Widen.forward(FeedForwardNorm.forward(state))));
        var weights = present.unsqueeze(2);
        var mean = (OutputNorm.forward(state) * weights).sum(1) / weights.sum(1).clamp_min(1);
        return Projection.forward(mean);

        Tensor Split(Tensor tensor) => tensor.view(count, length, Heads, -1).transpose(1, 2);
    }

    /// <summary>Taken off the attention score of padding, far beyond what scores reach.</summary>
    public const float MaskedScore = 10_000;

    private (string Name, nn.Module Module)[] Parts() =>
    [
        ("tokens", Tokens), ("attention_norm", AttentionNorm), ("queries", Queries), ("keys", Keys), ("values", Values), ("attended", Attended),
        ("feed_forward_norm", FeedForwardNorm), ("widen", Widen), ("narrow", Narrow), ("output_norm", OutputNorm), ("projection", Projection),
    ];
}
