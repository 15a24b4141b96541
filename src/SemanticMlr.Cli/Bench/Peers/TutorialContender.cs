using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using OpenCvSharp;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>ONNX Runtime as tutorials show it: for each frame a resized picture, a new tensor filled pixel by pixel, a list of named values, and arrays copied out of the results.</summary>
internal sealed class TutorialContender : LocalContender
{
    private readonly InferenceSession _session;
    private readonly PeerSetup _setup;
    private readonly PeerFrames _frames;
    private readonly bool _isRgb;
    private float[] _global = [];

    public TutorialContender(PeerSetup setup, PeerFrames frames, bool isRgb)
        : base("ONNX Runtime, tutorial loop", $"Microsoft.ML.OnnxRuntime {OrtEnv.Instance().GetVersionString()}", frames.All.Count)
    {
        (_setup, _frames, _isRgb) = (setup, frames, isRgb);
        using var options = new SessionOptions { IntraOpNumThreads = setup.Threads };
        _session = new InferenceSession(setup.Model, options);
    }

    protected override TimeSpan Process(int frame)
    {
        var size = _setup.Size;
        using var image = _frames.All[frame].AsMat();
        using var resized = new Mat();
        Cv2.Resize(image, resized, new Size(size, size), 0, 0, PeerResize.Of(_setup.Interpolation));
        var tensor = new DenseTensor<byte>([1, size, size, 3]);
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var pixel = resized.At<Vec3b>(y, x);
                tensor[0, y, x, 0] = _isRgb ? pixel.Item2 : pixel.Item0;
                tensor[0, y, x, 1] = pixel.Item1;
                tensor[0, y, x, 2] = _isRgb ? pixel.Item0 : pixel.Item2;
            }
        }

        var inputs = new List<NamedOnnxValue> { NamedOnnxValue.CreateFromTensor("pixels", tensor) };
        var start = Stopwatch.GetTimestamp();
        using var results = _session.Run(inputs);
        var inside = Stopwatch.GetElapsedTime(start);
        var arrays = results.ToDictionary(result => result.Name, result => result.AsEnumerable<float>().ToArray());
        _global = arrays["global"];
        return inside;
    }

    protected override float[] Global() => _global;

    protected override void Dispose() => _session.Dispose();
}
