using System.Diagnostics;
using OpenCvSharp;
using OpenCvSharp.Dnn;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>OpenCV's own engine: a resized picture, a blob of it, and a forward pass over the encoder's float twin, since the engine takes no bytes.</summary>
internal sealed class OpenCvContender : LocalContender
{
    private readonly Net _net;
    private readonly PeerSetup _setup;
    private readonly PeerFrames _frames;
    private readonly bool _isRgb;
    private readonly string[] _outputs;
    private float[] _global = [];

    /// <exception cref="OpenCVException">OpenCV cannot run the graph.</exception>
    /// <exception cref="PeerUnavailableException">OpenCV reads nothing.</exception>
    /// <exception cref="SemanticMlr.Bundles.BundleException">The encoder has no float twin.</exception>
    public OpenCvContender(PeerSetup setup, PeerFrames frames, bool isRgb, string folder)
        : base("OpenCV DNN", $"OpenCV {Cv2.GetVersionString()}", frames.All.Count)
    {
        (_setup, _frames, _isRgb) = (setup, frames, isRgb);
        var twin = Path.Combine(folder, "float-twin.onnx");
        FloatTwin.Write(setup.Model, twin);
        Cv2.SetNumThreads(setup.Threads);
        _net = CvDnn.ReadNetFromOnnx(twin) ?? throw new PeerUnavailableException("OpenCV cannot read the graph");
        try
        {
            _net.SetPreferableBackend(Backend.OPENCV);
            _net.SetPreferableTarget(Target.CPU);
            _outputs = [.. _net.GetUnconnectedOutLayersNames().OfType<string>()];
            Process(0);
        }
        catch
        {
            _net.Dispose();
            throw;
        }
    }

    protected override TimeSpan Process(int frame)
    {
        using var image = _frames.All[frame].AsMat();
        using var resized = new Mat();
        Cv2.Resize(image, resized, new Size(_setup.Size, _setup.Size), 0, 0, PeerResize.Of(_setup.Interpolation));
        using var blob = CvDnn.BlobFromImage(resized, 1, default, default, swapRB: _isRgb, crop: false);
        Mat[] results = [.. _outputs.Select(_ => new Mat())];
        try
        {
            var start = Stopwatch.GetTimestamp();
            _net.SetInput(blob);
            _net.Forward(results, _outputs);
            var inside = Stopwatch.GetElapsedTime(start);
            float[][] arrays = [.. results.Select(Values)];
            _global = arrays.First(array => array.Length == _setup.Dimension);
            return inside;
        }
        finally
        {
            Array.ForEach(results, result => result.Dispose());
        }
    }

    protected override float[] Global() => _global;

    protected override void Dispose() => _net.Dispose();

    private static float[] Values(Mat result)
    {
        var values = new float[result.Total()];
        System.Runtime.InteropServices.Marshal.Copy(result.Data, values, 0, values.Length);
        return values;
    }
}
