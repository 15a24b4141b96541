using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Capture;

/// <summary>The examples for a Jetson cannot run here; that they are options, addresses and shell commands can be seen.</summary>
public sealed partial class JetsonExamplesTests
{
    private static readonly CaptureOptions Examples = Bind();

    [Fact]
    public void EachExample_IsAValidCamera() => Assert.Equal(["csi0", "rtsp-h264", "rtsp-h265", "usb-mjpeg"], Examples.Cameras.Select(camera => camera.Name));

    [Fact]
    public async Task EachCommand_IsOneForTheShell_AndEndsInRawFramesOfTheDeclaredSize()
    {
        foreach (var camera in Examples.Cameras.Where(camera => camera.Source.Length > 0))
        {
            Assert.True(CameraAddress.TryParse(camera.Source, out var address, out var fault), fault);
            Assert.Equal(CameraAddressKind.Pipe, address.Kind);
            Assert.True(address.Width % 4 == 0 && address.Height > 0, "GStreamer fills rows up to four bytes");
            await Tool.RunAsync("/bin/sh", "-n", "-c", address.Target);
            Assert.All(Words(address.Target), word => Assert.Matches(Element(), word));
            Assert.EndsWith("! video/x-raw,format=BGR ! fdsink fd=1 sync=false", address.Target, StringComparison.Ordinal);
            Assert.All(Sizes().Matches(address.Target), size => Assert.Equal($"width={address.Width},height={address.Height}", size.Value));
            Assert.DoesNotContain("192.0.2.10", address.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>The elements between the exclamation marks, without the beginning of the command.</summary>
    private static string[] Words(string command) =>
        command[command.IndexOf("-q ", StringComparison.Ordinal)..][3..].Split(" ! ");

    private static CaptureOptions Bind()
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Repository.PathOf("config", "cameras-jetson.json")).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(settings).AddLogging().AddMetrics().AddCapture();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<CaptureOptions>>().Value;
    }

    [GeneratedRegex(@"width=\d+,height=\d+")]
    private static partial Regex Sizes();

    // An element with its properties, or the form of the data between two elements.
    [GeneratedRegex(@"\A(?:'?(?:video|image)/[a-z0-9-]+(?:\(memory:NVMM\))?(?:,[a-z]+=[A-Za-z0-9/]+)*'?|[a-z0-9]+(?: [a-z-]+=[^ '!]+)*)\z")]
    private static partial Regex Element();
}
