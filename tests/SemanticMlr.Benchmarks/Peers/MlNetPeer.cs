using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using OpenCvSharp;
using SemanticMlr.Cli.Bench.Peers;

namespace SemanticMlr.Benchmarks.Peers;

/// <summary>A peer of <c>mlr bench peers</c>: ML.NET's OnnxTransformer behind a prediction engine, one row a frame. Speaks line by line as <c>ProcessContender</c> describes.</summary>
internal sealed class MlNetPeer : IDisposable
{
    private const int WarmUps = 3;
    private const int FewestFrames = 3;
    private const string Pixels = "pixels";
    private const string Global = "global";
    private const string Patches = "patches";

    private readonly PeerSetup _setup;
    private readonly Mat[] _frames;
    private readonly ITransformer _model;
    private readonly PredictionEngine<PixelRow, EmbeddingRow> _engine;

    private MlNetPeer(PeerSetup setup)
    {
        _setup = setup;
        Cv2.SetNumThreads(setup.Threads);
        var bytes = File.ReadAllBytes(setup.Frames);
        _frames = [.. Enumerable.Range(0, setup.Count).Select(index => Frame(bytes, index))];
        var context = new MLContext(seed: 1);
        var rows = SchemaDefinition.Create(typeof(PixelRow));
        rows[Pixels].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 1, setup.Size, setup.Size, 3);
        var shapes = new Dictionary<string, int[]> { [Pixels] = [1, setup.Size, setup.Size, 3], [Global] = [1, setup.Dimension] };
        if (setup.Patches > 0)
        {
            shapes[Patches] = [1, setup.Patches, setup.Dimension];
        }

        var options = new OnnxOptions
        {
            ModelFile = setup.Model,
            InputColumns = [Pixels],
            OutputColumns = setup.Patches > 0 ? [Global, Patches] : [Global],
            ShapeDictionary = shapes,
            IntraOpNumThreads = setup.Threads,
        };
        _model = context.Transforms.ApplyOnnxModel(options).Fit(context.Data.LoadFromEnumerable(Array.Empty<PixelRow>(), rows));
        _engine = context.Model.CreatePredictionEngine<PixelRow, EmbeddingRow>(_model, ignoreMissingColumns: true, inputSchemaDefinition: rows);
    }

    /// <summary>Answers until its input ends.</summary>
    /// <param name="path">The file that says what to run.</param>
    public static int Run(string path)
    {
        var setup = JsonSerializer.Deserialize(File.ReadAllText(path), PeerJson.Default.PeerSetup)!;
        using var peer = new MlNetPeer(setup);
        for (var run = 0; run < WarmUps; run++)
        {
            peer.Encode(0);
        }

        Console.Out.WriteLine($"ready Microsoft.ML.OnnxTransformer {typeof(OnnxOptions).Assembly.GetName().Version}, ONNX Runtime {Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString()}");
        while (Console.In.ReadLine() is { } line)
        {
            var (verb, number) = (line.Split(' ')[0], int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
            Console.Out.WriteLine(verb == "run"
                ? JsonSerializer.Serialize(peer.Time(TimeSpan.FromMilliseconds(number)), PeerJson.Default.PeerTimes)
                : JsonSerializer.Serialize(peer.Encode(number), PeerJson.Default.SingleArray));
        }

        return 0;
    }

    public void Dispose()
    {
        _engine.Dispose();
        (_model as IDisposable)?.Dispose();
        Array.ForEach(_frames, frame => frame.Dispose());
    }

    private PeerTimes Time(TimeSpan duration)
    {
        Encode(0);
        var total = new List<double>();
        var begin = Stopwatch.GetTimestamp();
        while (total.Count < FewestFrames || Stopwatch.GetElapsedTime(begin) < duration)
        {
            var start = Stopwatch.GetTimestamp();
            Encode(total.Count % _frames.Length);
            total.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return new PeerTimes(total, Session: null);
    }

    private float[] Encode(int frame)
    {
        using var square = new Mat();
        Cv2.Resize(_frames[frame], square, new Size(_setup.Size, _setup.Size), 0, 0, PeerResize.Of(_setup.Interpolation));
        var row = new PixelRow { Pixels = new byte[square.Total() * square.ElemSize()] };
        System.Runtime.InteropServices.Marshal.Copy(square.Data, row.Pixels, 0, row.Pixels.Length);
        return _engine.Predict(row).Global;
    }

    private Mat Frame(byte[] bytes, int index)
    {
        var length = _setup.Width * _setup.Height * 3;
        var frame = new Mat(_setup.Height, _setup.Width, MatType.CV_8UC3);
        System.Runtime.InteropServices.Marshal.Copy(bytes, index * length, frame.Data, length);
        return frame;
    }
}
