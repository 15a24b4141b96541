using OpenCvSharp;
using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;
using SemanticMlr.Imaging;

namespace SemanticMlr.Training.Tests.Quantisation;

/// <summary>Pictures of smoothed noise, each another one or all the same.</summary>
internal sealed class NoisePictures(int count, bool areSame = false) : IPictureSource
{
    private const int Side = 40;

    public int Count => count;

    public EvaluationPicture Read(int index)
    {
        var pixels = new Mat(Side, Side, MatType.CV_8UC3);
        var random = new Random(areSame ? 1 : index + 1);
        var bytes = new byte[Side * Side * 3];
        random.NextBytes(bytes);
        System.Runtime.InteropServices.Marshal.Copy(bytes, 0, pixels.Data, bytes.Length);
        Cv2.GaussianBlur(pixels, pixels, new Size(5, 5), 0);
        pixels.ConvertTo(pixels, MatType.CV_8UC3, 2.5, -190);
        return new EvaluationPicture($"noise {index}", pixels, [new SampleTruth(NamedRegion.OfFrame(Side, Side), [Truth.Absent], [])]);
    }
}
