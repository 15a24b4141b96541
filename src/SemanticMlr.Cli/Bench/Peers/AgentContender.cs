using System.Diagnostics;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>The agent's way: a region resized straight into bound memory, the session run over it, the embeddings read where they lie.</summary>
internal sealed class AgentContender : LocalContender
{
    private readonly BoundEncoder _encoder;
    private readonly RegionPixels _regions;
    private readonly PeerFrames _frames;
    private readonly PixelRectangle _whole;

    public AgentContender(string name, string version, string model, ImageSpecification image, InferenceOptions inference, PeerFrames frames)
        : base(name, version, frames.All.Count)
    {
        _encoder = BoundEncoder.Open(model, 1, inference);
        (_regions, _frames) = (new RegionPixels(image), frames);
        _whole = new PixelRectangle(0, 0, frames.Width, frames.Height);
    }

    public int Dimension => _encoder.Dimension;

    public int Patches => _encoder.PatchCount;

    /// <summary>The pixels of the last frame as the encoder got them.</summary>
    public ReadOnlySpan<byte> Square => _encoder.PixelsOf(0);

    protected override TimeSpan Process(int frame)
    {
        _regions.Write(_frames.All[frame].View, _whole, _encoder.PixelsOf(0));
        var start = Stopwatch.GetTimestamp();
        _encoder.Encode(1);
        return Stopwatch.GetElapsedTime(start);
    }

    protected override float[] Global() => _encoder.GlobalOf(0).ToArray();

    protected override void Dispose()
    {
        _regions.Dispose();
        _encoder.Dispose();
    }
}
