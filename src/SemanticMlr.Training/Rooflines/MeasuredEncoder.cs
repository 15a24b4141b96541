using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Training.Rooflines;

/// <summary>An encoder in both formats with the times of all rounds. Owns the forms and their sessions.</summary>
internal sealed class MeasuredEncoder : IDisposable
{
    private readonly EncoderForms _forms;

    /// <summary>Takes the forms over.</summary>
    public MeasuredEncoder(EncoderSubject subject, EncoderForms forms, InferenceOptions options)
    {
        (Subject, _forms, Cost) = (subject, forms, GraphCost.Of(forms.Graph));
        var reference = new MeasuredForm(EncoderPrecision.Fp32, subject.Path, Cost.WeightBytes, forms.Frames[0].Pixels, options);
        Forms = forms.Integer is { } file
            ? [reference, new MeasuredForm(EncoderPrecision.Int8, file, new FileInfo(file).Length, forms.Frames[0].Pixels, options)]
            : [reference];
    }

    public EncoderSubject Subject { get; }

    public GraphCost Cost { get; }

    public IReadOnlyList<MeasuredForm> Forms { get; }

    public void Measure(TimeSpan duration, CancellationToken cancellationToken)
    {
        foreach (var form in Forms)
        {
            form.Measure(duration, cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var form in Forms)
        {
            form.Dispose();
        }

        _forms.Dispose();
    }
}
