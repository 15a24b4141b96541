using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Native;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadChecks;

/// <summary>Computes the faithful head twice, as a module in double precision and as an ONNX graph in single, and compares both with a file.</summary>
public static class HeadCheck
{
    /// <summary>Largest difference that is allowed to the module in double precision.</summary>
    public const double ModuleTolerance = 1e-5;

    /// <summary>Largest difference that is allowed to the ONNX graph in single precision.</summary>
    public const double GraphTolerance = 1e-4;

    /// <summary>Bytes: the graphs of a large head are held a few times while they are written.</summary>
    private const long CollectionBudget = 200L << 20;

    /// <summary>Checks a file of the layout of <c>golden.json</c>: <c>mode</c>, <c>topK</c>, <c>weights</c> (out x in), <c>inputs</c>, <c>outputs</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="HeadCheckException">A field is missing, unknown or of a wrong shape.</exception>
    public static HeadCheckReport Run(string path)
    {
        var sample = HeadCaseReader.Read(path);
        using var pause = new CollectionPause(budget: CollectionBudget);
        pause.Renew();
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var modules = new HeadCaseModules(sample);
        var module = modules.Evaluate();
        var graph = Evaluate(sample, modules);
        HeadOutputDifference[] outputs =
        [
            .. HeadCaseReader.OutputNames.Where(sample.Outputs.ContainsKey).Select(name => new HeadOutputDifference(
                name,
                sample.Outputs[name].Shape,
                Largest(sample.Outputs[name].Values, module[name]),
                Largest(sample.Outputs[name].Values, graph[name]))),
        ];
        return new HeadCheckReport(
            Path.GetFullPath(path),
            HeadCaseReader.Modes[0],
            new HeadSizes(sample.Images, sample.Patches, sample.Dimension, sample.Labels, sample.TopK),
            outputs,
            ModuleTolerance,
            GraphTolerance,
            outputs.All(output => output.Module <= ModuleTolerance && output.Graph <= GraphTolerance),
            HeadCosts.Of(sample.Dimension, sample.Labels, sample.Patches));
    }

    private static Dictionary<string, double[]> Evaluate(HeadCase sample, HeadCaseModules modules)
    {
        var labels = Value(sample.Inputs["label_embeddings"]);
        var features = Run(HeadGraphs.Write(modules.Graph), [("label_embeddings", labels)]);
        var options = new HeadGraphOptions((int)sample.Patches) { LabelGraph = true, Steps = true };
        var found = Run(
            HeadGraphs.Write(modules.Head, options),
            [
                ("global", Value(sample.Inputs["global"])), ("patches", Value(sample.Inputs["patches"])), ("label_embeddings", labels),
                ("label_graph", Value(new NumberArray([sample.Labels, sample.Dimension], features["label_graph"]))),
            ]);
        found["label_graph"] = features["label_graph"];
        found["global"] = found["whole"];
        found["score"] = found[HeadGraph.Logits];
        return found;
    }

    private static Dictionary<string, double[]> Run(byte[] graph, (string Name, OrtValue Value)[] inputs)
    {
        using var session = new InferenceSession(graph);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [.. inputs.Select(input => input.Name)], [.. inputs.Select(input => input.Value)], session.OutputNames);
        return session.OutputNames.Zip(outputs)
            .ToDictionary(pair => pair.First, pair => pair.Second.GetTensorDataAsSpan<float>().ToArray().Select(value => (double)value).ToArray());
    }

    private static OrtValue Value(NumberArray array) =>
        OrtValue.CreateTensorValueFromMemory(array.Values.Select(value => (float)value).ToArray(), [.. array.Shape]);

    /// <summary>NaN where either side is: it is then within no tolerance.</summary>
    private static double Largest(double[] expected, double[] found) => expected.Zip(found, (a, b) => Math.Abs(a - b)).Aggregate(0.0, Math.Max);
}
