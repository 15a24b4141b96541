using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Explanation;

/// <summary>One run of a head over one encoded image.</summary>
internal static class ExplainRun
{
    /// <summary>One output of the head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="batch">A batch of the head's model, encoded.</param>
    /// <param name="index">The image.</param>
    /// <param name="table">The labels.</param>
    /// <param name="output">The name of the output.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="graph">C x D values that take the place of the table's graph, or null.</param>
    public static float[] Output(Head head, RecognitionBatch batch, int index, LabelTable table, string output, long[] shape, float[]? graph = null)
    {
        var inputs = new List<OrtValue>();
        try
        {
            foreach (var input in head.Session.Inputs)
            {
                inputs.Add(input switch
                {
                    Head.LabelEmbeddings => Labels(table.Embeddings, table),
                    Head.LabelGraph => Labels(graph ?? table.Graph!, table),
                    _ => batch.FeatureOf(input, index),
                });
            }

            using var outputs = head.Session.Run(head.Session.Inputs, inputs, [output]);
            GraphShape.Check(head.Session.Path, output, outputs[0], shape);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            foreach (var input in inputs)
            {
                input.Dispose();
            }
        }
    }

    private static OrtValue Labels(float[] values, LabelTable table) => OrtValue.CreateTensorValueFromMemory(values, [table.Count, table.Dimension]);
}
