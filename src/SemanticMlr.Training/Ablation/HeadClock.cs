using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Onnx;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Ablation;

/// <summary>Times a head as it will run: its ONNX file, one sample, one thread.</summary>
internal static class HeadClock
{
    private const int WarmUps = 5;
    private const int Runs = 31;

    /// <summary>Median milliseconds of one run.</summary>
    /// <param name="model">The model, trained.</param>
    /// <param name="labels">Numbers of the labels that are scored.</param>
    /// <param name="patches">Patches P.</param>
    public static double Milliseconds(HeadModel model, IReadOnlyList<int> labels, int patches)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        model.eval();
        var embeddings = model.Labels.Vectors.index_select(0, tensor(labels.Select(label => (long)label).ToArray()));
        var graph = model.Graph?.forward(model.Labels.Of(tensor(labels.Select(label => (long)label).ToArray())));
        var dimension = model.Head.Settings.Dimension;
        var file = HeadGraphs.Write(model.Head, new HeadGraphOptions(patches) { LabelGraph = graph is not null, Centre = model.Labels.Mean });
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(file, options);
        using var run = new RunOptions();
        var values = session.InputNames.Select(name => name switch
        {
            "global" => Value(randn(1, dimension)),
            "patches" => Value(randn(1, patches, dimension)),
            "label_graph" => Value(graph!),
            _ => Value(embeddings),
        }).ToArray();
        try
        {
            var times = new double[Runs];
            for (var index = -WarmUps; index < Runs; index++)
            {
                var start = Stopwatch.GetTimestamp();
                session.Run(run, session.InputNames, values, session.OutputNames).Dispose();
                if (index >= 0)
                {
                    times[index] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                }
            }

            Array.Sort(times);
            return times[Runs / 2];
        }
        finally
        {
            foreach (var value in values)
            {
                value.Dispose();
            }
        }
    }

    private static OrtValue Value(Tensor tensor) => OrtValue.CreateTensorValueFromMemory(TensorData.Values(tensor), tensor.shape);
}
