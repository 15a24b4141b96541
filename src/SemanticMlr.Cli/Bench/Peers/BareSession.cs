using System.Diagnostics;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>The session alone on a tensor that is ready: what nobody who runs this graph by ONNX Runtime can be faster than.</summary>
internal sealed class BareSession : LocalContender
{
    private readonly BoundEncoder _encoder;

    public BareSession(string version, string model, InferenceOptions inference)
        : base("bare session", version, frames: 1)
    {
        _encoder = BoundEncoder.Open(model, 1, inference);
        new Random(1).NextBytes(_encoder.PixelsOf(0));
    }

    protected override TimeSpan Process(int frame)
    {
        var start = Stopwatch.GetTimestamp();
        _encoder.Encode(1);
        return Stopwatch.GetElapsedTime(start);
    }

    protected override float[] Global() => _encoder.GlobalOf(0).ToArray();

    protected override void Dispose() => _encoder.Dispose();
}
