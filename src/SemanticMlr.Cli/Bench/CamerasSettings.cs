namespace SemanticMlr.Cli.Bench;

/// <summary>What <c>mlr bench cameras</c> measures beside the settings that all measurements of the agent have.</summary>
/// <param name="Cameras">Numbers of cameras, each measured by itself.</param>
/// <param name="Source">Where their frames come from.</param>
/// <param name="Rate">Frames a second that each camera gives at most; 0 is the source's own pace, and for frames in memory as many as are taken.</param>
/// <param name="Addresses">Addresses of network cameras; cameras take them in turn.</param>
/// <param name="Slow">What is wrong with one more camera.</param>
internal sealed record CamerasSettings(IReadOnlyList<int> Cameras, CameraSourceKind Source, double Rate, IReadOnlyList<string> Addresses, SlowCamera Slow)
{
    /// <summary>Whether frames are there whenever they are wanted, so that what the agent reaches can be compared with a bare loop.</summary>
    public bool IsSaturated => Source == CameraSourceKind.Memory && Rate == 0;
}
