using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>The image side of a CLIP export as it was found: input, embedding, tail. The file itself stays untouched.</summary>
internal sealed class VisionModel
{
    private static readonly string[] Embeddings = ["image_embeds", "image_features", "image_embeddings", "pooler_output"];

    private VisionModel(OnnxModelFile file, string input, string output, int size) =>
        (File, Input, Output, Size, Index) = (file, input, output, size, new GraphIndex(file.Model.Graph));

    public OnnxModelFile File { get; }

    public GraphIndex Index { get; }

    /// <summary>The image [B, 3, S, S], normalised.</summary>
    public string Input { get; }

    /// <summary>The embedding [B, D].</summary>
    public string Output { get; }

    /// <summary>Side S of the image.</summary>
    public int Size { get; }

    /// <summary>How the embedding comes about; null in a model that gives no patches.</summary>
    public EmbeddingTail? Tail { get; private set; }

    /// <summary>Which node is missing where there are no patches.</summary>
    public string? NoPatches { get; private set; }

    public VisionShape Shape { get; private set; } = new(0, [], []);

    /// <summary>Reads a model and finds its parts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">Side of the image that was asked for, or null.</param>
    /// <param name="usual">Side that the settings beside the model name, or null to tell it from the position embedding; a model that fixes it knows better.</param>
    /// <exception cref="BundleException">The model cannot be imported.</exception>
    public static VisionModel Open(string path, int? wanted, int? usual)
    {
        var file = OnnxModelFile.Read(path);
        if (file.Inputs is not [var input])
        {
            throw new BundleException(
                path, $"has the inputs {string.Join(", ", file.Inputs.Select(entry => entry.Name))}; the image side alone was expected: export vision and text model apart");
        }

        var type = input.Type?.TensorType;
        if (type?.Shape?.Dim is not [var batch, var channels, var height, var width] || channels.DimValue is not (0 or 3))
        {
            throw new BundleException(path, $"the input \"{input.Name}\" is no image [B, 3, S, S]");
        }

        if (type.ElemType != (int)TensorProto.Types.DataType.Float)
        {
            throw new BundleException(path, $"the input \"{input.Name}\" is not float32; import the float32 export");
        }

        if (batch.DimValue > 0)
        {
            throw new BundleException(path, $"the input \"{input.Name}\" is fixed to {batch.DimValue} images; export it with a dynamic batch axis");
        }

        var fixedSize = height.DimValue == width.DimValue ? (int)height.DimValue : throw new BundleException(path, $"the input \"{input.Name}\" is not square: {height.DimValue} x {width.DimValue}");
        if (fixedSize > 0 && wanted is { } other && other != fixedSize)
        {
            throw new BundleException(path, $"reads images of {fixedSize} pixels, {other} were asked for; leave --size out");
        }

        var side = fixedSize > 0 ? fixedSize
            : wanted ?? usual ?? PositionGrid.SizeOf(file.Model.Graph)
            ?? throw new BundleException(path, "leaves the size of its images open; name it with --size or lay preprocessor_config.json beside the model");
        var model = new VisionModel(file, input.Name, EmbeddingOf(file), side);
        model.Measure();
        return model;
    }

    /// <summary>Runs the untouched model over normalised images.</summary>
    /// <param name="run">The model opened.</param>
    /// <param name="images">[B, 3, S, S].</param>
    /// <param name="outputs">The values wanted.</param>
    public (long[] Shape, float[] Values)[] Run(OnnxRun run, float[] images, params string[] outputs)
    {
        var count = images.Length / (3 * Size * Size);
        using var value = OrtValue.CreateTensorValueFromMemory(images, [count, 3, Size, Size]);
        return run.Run(new Dictionary<string, OrtValue> { [Input] = value }, outputs);
    }

    /// <summary>The untouched model with what is to be looked at as outputs.</summary>
    public OnnxRun OpenUntouched()
    {
        var model = File.Model.Clone();
        foreach (var value in Tail is { } tail ? [Output, tail.Features, tail.Entry] : (string[])[Output])
        {
            OnnxRun.Show(model, value);
        }

        return new OnnxRun(File.Path, model);
    }

    private static string EmbeddingOf(OnnxModelFile file)
    {
        var outputs = file.Model.Graph.Output;
        if (Embeddings.FirstOrDefault(name => outputs.Any(output => output.Name == name)) is { } known)
        {
            return known;
        }

        var flat = outputs.Where(output => output.Type?.TensorType?.Shape?.Dim.Count == 2).ToArray();
        return flat is [var only]
            ? only.Name
            : throw new BundleException(
                file.Path,
                $"gives {string.Join(", ", outputs.Select(output => output.Name))}, none of which is {string.Join(", ", Embeddings)} or the one output of two dimensions; export the model with its projection (CLIPVisionModelWithProjection)");
    }

    /// <summary>Two images: that their number is free, and what shapes values have, shows only in a run.</summary>
    private void Measure()
    {
        const int Images = 2;
        Tail = new TailFinder(Index).Find(Output, out var fault);
        NoPatches = fault;
        using var run = OpenUntouched();
        var found = Run(run, new float[Images * 3 * Size * Size], Tail is { } tail ? [Output, tail.Entry, tail.Features] : [Output]);
        if (found[0].Shape is not [Images, > 0])
        {
            throw new BundleException(File.Path, $"the output \"{Output}\" has the shape [{string.Join(", ", found[0].Shape)}] for {Images} images; [B, D] was expected");
        }

        Shape = new VisionShape((int)found[0].Shape[1], Tail is null ? [] : found[1].Shape[1..], Tail is null ? [] : found[2].Shape[1..]);
        if (Tail is not null && Shape.FaultOf(Tail) is { } unusable)
        {
            (Tail, NoPatches) = (null, unusable);
        }
    }
}
