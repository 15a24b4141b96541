using System.Diagnostics;
using SemanticMlr.Inference.Engines;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Inference;

/// <summary>What NVIDIA's libraries are asked, of libraries with the same functions: there is no such GPU where the tests run.</summary>
public sealed class NvidiaDeviceTests : IDisposable
{
    private const string Driver = """
        #include <string.h>
        int cuInit(unsigned flags) { return CODE; }
        int cuDriverGetVersion(int *version) { *version = 12060; return 0; }
        int cuDeviceGetCount(int *count) { *count = 2; return 0; }
        int cuDeviceGet(int *device, int ordinal) { *device = ordinal + 40; return 0; }
        int cuDeviceGetName(char *name, int length, int device) { strncpy(name, device == 41 ? "Orin" : "other", length); return 0; }
        int cuDeviceGetAttribute(int *value, int attribute, int device) { *value = attribute == 75 ? 8 : attribute == 76 ? 7 : attribute == 16 ? 14 : -1; return 0; }
        int getInferLibVersion(void) { return 101303; }
        int cudaRuntimeGetVersion(int *version) { *version = 13000; return 0; }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutADriver_TheLibraryIsNamed()
    {
        var device = NvidiaDevice.Read(0, "libcuda-that-is-not-there.so.1");

        Assert.Equal("libcuda-that-is-not-there.so.1 is not found", device.Fault);
        Assert.Null(device.Name);
        Assert.Null(NvidiaLibraries.TensorRtVersion(["libnvinfer-that-is-not-there.so.10"]));
        Assert.Null(NvidiaLibraries.CudaRuntimeVersion(["libcudart-that-is-not-there.so.13"]));
    }

    [Fact]
    public void ADriver_TellsVersionNameAndCapability()
    {
        var library = Compile(code: 0);

        var device = NvidiaDevice.Read(1, library);

        Assert.Null(device.Fault);
        Assert.Equal(("12.6", "Orin", "8.7", 14), (device.DriverVersion, device.Name, device.ComputeCapability, device.Multiprocessors));
        Assert.Equal("there is no GPU 2; the driver shows 2", NvidiaDevice.Read(2, library).Fault);
        Assert.Equal("10.13.3", NvidiaLibraries.TensorRtVersion(["libnone.so", library]));
        Assert.Equal("13.0", NvidiaLibraries.CudaRuntimeVersion([library]));
    }

    [Fact]
    public void ADriverThatRefuses_IsNamedWithItsCode()
    {
        var device = NvidiaDevice.Read(0, Compile(code: 100));

        Assert.Equal("the driver refuses to start: cuInit gives 100", device.Fault);
    }

    [Theory]
    [InlineData(8601, "8.6.1")]
    [InlineData(100900, "10.9.0")]
    [InlineData(101303, "10.13.3")]
    public void VersionsOfTensorRt_AreReadInBothForms(int number, string text) => Assert.Equal(text, NvidiaLibraries.TensorRtText(number));

    private string Compile(int code)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/cc"), "skipped: no C compiler");
        var (source, library) = (_folder.File("driver.c"), _folder.File($"libdriver{code}.so"));
        File.WriteAllText(source, Driver);
        using var compiler = Process.Start("/usr/bin/cc", ["-shared", "-fPIC", "-w", $"-DCODE={code}", "-o", library, source]);
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
        return library;
    }
}
