using System.Text.Json.Nodes;

namespace SemanticMlr.Training.Tests.HeadChecks;

/// <summary>The equations of sigrl.md section 2 in plain loops, as published: with the biases and the norms that cancel.</summary>
internal static class PlainSigrl
{
    /// <summary>A file of a head check with random numbers and what the equations give for them.</summary>
    public static JsonObject Case(int images, int patches, int labels, int dimension, int topK, int heads, int features)
    {
        var random = new Random(5);
        double[][] Matrix(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => Vector(columns))];
        double[] Vector(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() * 2 - 1)];

        var (w3, b3, w4, b4) = (Matrix(dimension, dimension), Vector(dimension), Matrix(dimension, dimension), Vector(dimension));
        var (gatW1, gatA1) = (Matrix(heads * features, dimension), Vector(features));
        var (gatW2, gatA2) = (Matrix(dimension, heads * features), Vector(dimension));
        var wfc = Matrix(dimension, 2 * dimension);
        double[][][] local = [.. Enumerable.Range(0, images).Select(_ => Matrix(patches, dimension))];
        var (global, texts) = (Matrix(images, dimension), Matrix(labels, dimension));

        var hidden = Attend(texts, gatW1, gatA1, heads).Select(row => row.Select(value => value > 0 ? value : Math.Exp(value) - 1).ToArray()).ToArray();
        var graph = Attend(hidden, gatW2, gatA2, 1);
        double[][][] labelwise = [.. local.Select(image => texts.Select(text =>
        {
            var weights = Weights(image, text, w3, b3);
            return Range(dimension, d => Range(patches, p => image[p][d] * weights[p][d]).Sum());
        }).ToArray())];
        double[][][] correlated = [.. labelwise.Select(rows =>
        {
            var scale = Norm(labelwise.SelectMany(image => image.SelectMany(row => row))) * Norm(texts.SelectMany(row => row));
            double[][] channels = [.. Enumerable.Range(0, dimension).Select(d =>
                Unit(Range(dimension, e => Math.Max(0, Range(labels, c => rows[c][d] * texts[c][e]).Sum() / scale))))];
            return rows.Select(row => Range(dimension, e => Range(dimension, d => row[d] * channels[d][e]).Sum())).ToArray();
        })];
        double[][][] reconstructed = [.. local.Select((image, b) =>
        {
            var gates = Enumerable.Range(0, labels).Select(c => Weights(image, Apply(wfc, [.. correlated[b][c], .. graph[c]]), w4, b4)).ToArray();
            return Enumerable.Range(0, patches).Select(p => Range(dimension, d => image[p][d] * gates.Sum(gate => gate[p][d]))).ToArray();
        })];
        double[][] best = [.. reconstructed.Select(image => Range(labels, c => image.Select(patch => Dot(patch, texts[c])).OrderDescending().Take(topK).Average()))];
        double[][] whole = [.. global.Select(row => Range(labels, c => Dot(row, texts[c])))];
        double[][] score = [.. best.Zip(whole, (a, b) => Unit(a).Zip(Unit(b), (x, y) => (x + y) / 2).ToArray())];
        return new JsonObject
        {
            ["mode"] = "sigrl",
            ["topK"] = topK,
            ["weights"] = new JsonObject
            {
                ["W3"] = Json(w3),
                ["b3"] = Json(b3),
                ["gatW1"] = Json(gatW1),
                ["gatA1"] = Json(gatA1),
                ["gatHeads1"] = heads,
                ["gatW2"] = Json(gatW2),
                ["gatA2"] = Json(gatA2),
                ["Wfc"] = Json(wfc),
                ["W4"] = Json(w4),
                ["b4"] = Json(b4),
            },
            ["inputs"] = new JsonObject { ["patches"] = Json(local), ["global"] = Json(global), ["label_embeddings"] = Json(texts) },
            ["outputs"] = new JsonObject
            {
                ["label_graph"] = Json(graph),
                ["labelwise"] = Json(labelwise),
                ["correlated"] = Json(correlated),
                ["reconstructed"] = Json(reconstructed),
                ["local"] = Json(best),
                ["global"] = Json(whole),
                ["score"] = Json(score),
            },
        };
    }

    /// <summary>One layer of GATv2 on the complete graph.</summary>
    private static double[][] Attend(double[][] nodes, double[][] projection, double[] attention, int heads)
    {
        double[][] projected = [.. nodes.Select(node => Apply(projection, node))];
        return
        [
            .. projected.Select(own => Enumerable.Range(0, heads).SelectMany(head =>
            {
                var offset = head * attention.Length;
                var scores = Softmax([.. projected.Select(other => attention.Select((weight, u) =>
                {
                    var sum = other[offset + u] + own[offset + u];
                    return weight * (sum > 0 ? sum : 0.2 * sum);
                }).Sum())]);
                return Range(attention.Length, u => projected.Select((other, j) => scores[j] * other[offset + u]).Sum());
            }).ToArray()),
        ];
    }

    /// <summary>Softmax over the patches of W tanh(F * q) + b, [P][D].</summary>
    private static double[][] Weights(double[][] patches, double[] query, double[][] projection, double[] bias)
    {
        double[][] scores = [.. patches.Select(patch => Apply(projection, [.. patch.Zip(query, (a, b) => Math.Tanh(a * b))]).Zip(bias, (a, b) => a + b).ToArray())];
        double[][] columns = [.. Enumerable.Range(0, query.Length).Select(d => Softmax([.. scores.Select(row => row[d])]))];
        return [.. Enumerable.Range(0, patches.Length).Select(p => Range(query.Length, d => columns[d][p]))];
    }

    private static double[] Softmax(double[] values)
    {
        double[] powers = [.. values.Select(Math.Exp)];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    private static double[] Apply(double[][] matrix, double[] vector) => [.. matrix.Select(row => Dot(row, vector))];

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    private static double[] Unit(double[] values) => [.. values.Select(value => value / Math.Max(Norm(values), 1e-12))];

    private static double[] Range(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(value)];

    private static JsonArray Json(double[] values) => new([.. values.Select(value => (JsonNode)value)]);

    private static JsonArray Json(double[][] values) => new([.. values.Select(row => (JsonNode)Json(row))]);

    private static JsonArray Json(double[][][] values) => new([.. values.Select(row => (JsonNode)Json(row))]);
}
