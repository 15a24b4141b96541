using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.Quantisation;

/// <summary>The pictures of a run: those that calibrate and those that measure, which are never the same.</summary>
/// <param name="Calibration">Ranges come from these; their labels are not read.</param>
/// <param name="CalibrationSource">What people call them.</param>
/// <param name="Measurement">mAP and F1 come from these.</param>
/// <param name="MeasurementSource">What people call them.</param>
public sealed record QuantisationPictures(IPictureSource Calibration, string CalibrationSource, IPictureSource Measurement, string MeasurementSource)
{
    /// <summary>Pictures that calibrate at most, where one set gives both.</summary>
    private const int MostCalibrating = 64;

    /// <summary>One set for both: every k-th picture calibrates, the others measure.</summary>
    /// <param name="pictures">The set.</param>
    /// <param name="source">What people call it.</param>
    /// <exception cref="InvalidDataException">There are fewer than four pictures.</exception>
    public static QuantisationPictures Split(IPictureSource pictures, string source)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Count < 4)
        {
            throw new InvalidDataException(
                $"{source}: {pictures.Count} picture{(pictures.Count == 1 ? "" : "s")} cannot calibrate and measure: at least 2 are needed for each, better 30 and 300. Name a larger data set, or measure on drawn pictures with --simulate.");
        }

        var calibrating = Math.Min(MostCalibrating, pictures.Count / 2);
        int[] places = [.. Enumerable.Range(0, calibrating).Select(index => (int)((long)index * pictures.Count / calibrating))];
        int[] others = [.. Enumerable.Range(0, pictures.Count).Except(places)];
        return new QuantisationPictures(
            new SomePictures(pictures, places), $"{places.Length} of {source}", new SomePictures(pictures, others), $"the other {others.Length} of {source}");
    }

    private sealed class SomePictures(IPictureSource all, int[] places) : IPictureSource
    {
        public int Count => places.Length;

        public EvaluationPicture Read(int index) => all.Read(places[index]);
    }
}
