namespace SemanticMlr.TestSupport.Tiny;

/// <summary>What the graphs of the tiny bundle give, computed without them.</summary>
internal static class HandComputation
{
    private const int D = TinyGraphs.Dimension;

    /// <summary>The pixels of a test picture, RGB.</summary>
    public static byte[] Pixels(int seed)
    {
        var pixels = new byte[TinyGraphs.Size * TinyGraphs.Size * 3];
        for (var index = 0; index < pixels.Length; index++)
        {
            pixels[index] = (byte)((index * 37 + index / 48 * (11 + seed) + seed * 71) % 251);
        }

        return pixels;
    }

    public static float[] Patches(byte[] pixels)
    {
        var patches = new float[TinyGraphs.PatchCount * D];
        for (var patch = 0; patch < TinyGraphs.PatchCount; patch++)
        {
            var mean = new double[3];
            for (var y = 0; y < 8; y++)
            {
                for (var x = 0; x < 8; x++)
                {
                    var place = ((patch / 2 * 8 + y) * TinyGraphs.Size + patch % 2 * 8 + x) * 3;
                    for (var colour = 0; colour < 3; colour++)
                    {
                        mean[colour] += pixels[place + colour] / 255.0 / 64;
                    }
                }
            }

            for (var d = 0; d < D; d++)
            {
                patches[patch * D + d] = (float)Enumerable.Range(0, 3).Sum(colour => TinyGraphs.Convolution[d * 3 + colour] * mean[colour]);
            }
        }

        return patches;
    }

    public static float[] Global(float[] patches) =>
        [.. Enumerable.Range(0, D).Select(d => Enumerable.Range(0, TinyGraphs.PatchCount).Average(patch => patches[patch * D + d]))];

    public static float[] Text(IReadOnlyList<int> ids) =>
        [.. Enumerable.Range(0, D).Select(d => (float)(ids.Sum(id => (double)TinyGraphs.Tokens[id * D + d]) / TinyGraphs.ContextLength))];

    public static float[] Clip(float[] global, IReadOnlyList<float[]> labels) =>
        [.. labels.Select(label => (float)(TinyGraphs.Scale * Cosine(global, label)))];

    public static float[] Mkt(float[] patches, IReadOnlyList<float[]> labels) => [.. labels.Select(label =>
    {
        var local = patches.Chunk(D).Select(patch => Cosine(patch, label)).OrderDescending().Take(TinyGraphs.TopK).Average();
        return (float)(TinyGraphs.Scale * (Cosine(Global(patches), label) + local));
    })];

    private static double Cosine(float[] left, float[] right) =>
        left.Zip(right, (a, b) => (double)a * b).Sum() / Math.Sqrt(left.Sum(a => (double)a * a) * right.Sum(b => (double)b * b));
}
