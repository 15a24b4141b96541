using SemanticMlr.Edge.Doctor;
using SemanticMlr.Inference;
using SemanticMlr.Inference.Engines;

namespace SemanticMlr.Edge.Tests.Doctor;

public sealed class RemedyTests
{
    [Theory]
    [InlineData("Failed to load library x/libonnxruntime_providers_tensorrt.so with error: libnvinfer.so.10: cannot open shared object file: No such file", "libnvinfer.so.10 is missing: install TensorRT 10")]
    [InlineData("with error: libcudnn.so.9: cannot open shared object file", "libcudnn.so.9 is missing: install cuDNN 9")]
    [InlineData("with error: libcuda.so.1: cannot open shared object file", "libcuda.so.1 is missing: install NVIDIA's driver")]
    [InlineData("with error: libcublasLt.so.13: cannot open shared object file", "libcublasLt.so.13 is missing: install CUDA 13")]
    [InlineData("with error: libodd.so.2: cannot open shared object file", "libodd.so.2 is missing: install what brings it")]
    [InlineData("CUDA execution provider is not enabled in this build", "-p:OnnxRuntime=Gpu")]
    [InlineData("images[1].global is off by 1.33 of its largest value, allowed is 0.002", "TensorFloat32")]
    public void AMissingLibrary_IsNamedWithWhatBringsIt(string reason, string remedy) =>
        Assert.Contains(remedy, NativeLibraryRemedy.For(reason), StringComparison.Ordinal);

    [Theory]
    [InlineData("WARNING: erroneous pipeline: no element \"nvv4l2decoder\"", "GStreamer plugin that has this element")]
    [InlineData("sh: 1: exec: gst-launch-1.0: not found", "Install GStreamer")]
    [InlineData("/dev/video0: Permission denied", "group video")]
    public void ACameraThatFails_IsNamedWithWhatItNeeds(string fault, string remedy) =>
        Assert.Contains(remedy, CameraCheck.Remedy(fault), StringComparison.Ordinal);

    [Fact]
    public void OnAMachineWithoutAGpu_EveryPartOfTheChainIsNamed_WhereItIsWanted()
    {
        var absent = NvidiaDevice.Read(0, "libcuda-that-is-not-there.so.1");
        var wanted = new InferenceOptions { Providers = [ExecutionProvider.TensorRt, ExecutionProvider.Cpu] };

        var findings = GpuCheck.Look(wanted, absent, tensorRt: null, cudaRuntime: null).ToArray();

        Assert.Equal(["GPU driver", "CUDA runtime", "TensorRT"], findings.Select(finding => finding.Subject));
        Assert.All(findings, finding => Assert.Equal(Verdict.Warning, finding.Verdict));
        Assert.Contains("install NVIDIA's driver", findings[0].Remedy, StringComparison.Ordinal);
        Assert.Contains("install CUDA 13", findings[1].Remedy, StringComparison.Ordinal);
        Assert.Contains("install TensorRT 10", findings[2].Remedy, StringComparison.Ordinal);
        Assert.Empty(GpuCheck.Look(new InferenceOptions { Providers = [ExecutionProvider.Cpu] }, absent, null, null));
        Assert.Equal(["version 10.13.3"], GpuCheck.Look(wanted, absent, "10.13.3", "13.0").Where(finding => finding.Subject == "TensorRT").Select(finding => finding.Text));
    }

    [Theory]
    [InlineData(true, Verdict.Ok)]
    [InlineData(false, Verdict.Warning)]
    [InlineData(null, Verdict.Warning)]
    public void AClockThatIsNotSynchronised_IsAWarning(bool? isSynchronised, Verdict verdict) =>
        Assert.Equal(verdict, ClockCheck.Of(isSynchronised).Verdict);
}
