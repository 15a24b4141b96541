using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SemanticMlr.Training.Tests.Importing;

/// <summary>CLIP's forward pass in TorchSharp, written from the paper and the modules' names, not from the graphs.</summary>
internal sealed class PlainClip(Weights weights, ClipSizes sizes)
{
    /// <summary>Embeddings of the class token [B, D] and, by the same norm and projection, of every patch [B, P, D].</summary>
    /// <param name="pixels">Normalised images [B, 3, S, S].</param>
    public (Tensor Global, Tensor Patches) Image(Tensor pixels)
    {
        var patches = functional.conv2d(pixels, weights["vision_model.embeddings.patch_embedding.weight"], strides: [sizes.Patch, sizes.Patch]).flatten(2).transpose(1, 2);
        var classes = weights["vision_model.embeddings.class_embedding"].view(1, 1, -1).expand(pixels.shape[0], 1, -1);
        var state = Norm("vision_model.pre_layrnorm", cat([classes, patches], 1) + weights["vision_model.embeddings.position_embedding.weight"]);
        for (var layer = 0; layer < sizes.Layers; layer++)
        {
            state = Layer($"vision_model.encoder.layers.{layer}", state, sizes.Heads, null);
        }

        var projected = matmul(Norm("vision_model.post_layernorm", state), weights["visual_projection.weight"].t());
        return (projected.select(1, 0), projected.narrow(1, 1, sizes.Tokens - 1));
    }

    /// <summary>The embedding of one text [1, D]; what follows the last id is seen by nobody.</summary>
    public Tensor Text(IReadOnlyList<int> ids)
    {
        var rows = tensor(ids.Select(id => (long)id).ToArray());
        var state = (weights["text_model.embeddings.token_embedding.weight"].index_select(0, rows)
            + weights["text_model.embeddings.position_embedding.weight"].narrow(0, 0, ids.Count)).unsqueeze(0);
        var hidden = full(ids.Count, ids.Count, float.NegativeInfinity).triu(1);
        for (var layer = 0; layer < sizes.TextLayers; layer++)
        {
            state = Layer($"text_model.encoder.layers.{layer}", state, sizes.TextHeads, hidden);
        }

        var end = Norm("text_model.final_layer_norm", state).select(1, ids.ToList().IndexOf(ids.Max()));
        return matmul(end, weights["text_projection.weight"].t());
    }

    private Tensor Layer(string module, Tensor state, int heads, Tensor? hidden)
    {
        var normed = Norm(module + ".layer_norm1", state);
        var (queries, keys, values) = (Parts("q_proj"), Parts("k_proj"), Parts("v_proj"));
        var scores = einsum("bqhd,bkhd->bhqk", queries, keys) / Math.Sqrt(queries.shape[^1]);
        var shares = functional.softmax(hidden is null ? scores : scores + hidden, -1);
        state = state + Linear(module + ".self_attn.out_proj", einsum("bhqk,bkhd->bqhd", shares, values).flatten(2));
        var wide = Linear(module + ".mlp.fc1", Norm(module + ".layer_norm2", state));
        return state + Linear(module + ".mlp.fc2", wide * sigmoid(1.702 * wide));

        Tensor Parts(string projection) => Linear($"{module}.self_attn.{projection}", normed).unflatten(2, heads, -1);
    }

    private Tensor Linear(string module, Tensor value) => functional.linear(value, weights[module + ".weight"], weights[module + ".bias"]);

    private Tensor Norm(string module, Tensor value)
    {
        var scale = weights[module + ".weight"];
        return functional.layer_norm(value, [scale.shape[0]], scale, weights[module + ".bias"], 1e-5);
    }
}
