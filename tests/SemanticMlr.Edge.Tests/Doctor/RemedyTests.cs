using SemanticMlr.Edge.Doctor;

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
    [InlineData(true, Verdict.Ok)]
    [InlineData(false, Verdict.Warning)]
    [InlineData(null, Verdict.Warning)]
    public void AClockThatIsNotSynchronised_IsAWarning(bool? isSynchronised, Verdict verdict) =>
        Assert.Equal(verdict, ClockCheck.Of(isSynchronised).Verdict);
}
