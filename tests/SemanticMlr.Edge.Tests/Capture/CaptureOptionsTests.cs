using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class CaptureOptionsTests
{
    [Fact]
    public void Options_AreBoundFromTheConfiguration()
    {
        var options = Bind(new()
        {
            ["Capture:ReadTimeout"] = "00:00:03",
            ["Capture:Cameras:0:Name"] = "cam1",
            ["Capture:Cameras:0:Source"] = "sim:pcb",
            ["Capture:Cameras:0:Rate"] = "5",
            ["Capture:Cameras:0:Pace"] = "fast",
            ["Capture:Cameras:0:OpenTimeout"] = "00:00:20",
            ["Capture:Cameras:1:Name"] = "cam2",
            ["Capture:Cameras:1:SourceFile"] = "camera2",
            ["Capture:Cameras:1:Rectangles:0:Name"] = "left",
            ["Capture:Cameras:1:Rectangles:0:Width"] = "10",
            ["Capture:Cameras:1:Rectangles:0:Height"] = "20",
        });

        Assert.Equal(TimeSpan.FromSeconds(3), options.ReadTimeout);
        Assert.Equal((FramePace.Fast, 5, TimeSpan.FromSeconds(20)), (options.Cameras[0].Pace, options.Cameras[0].Rate, options.Cameras[0].OpenTimeout));
        Assert.Equal(("left", 10, 20), (options.Cameras[1].Rectangles[0].Name, options.Cameras[1].Rectangles[0].Width, options.Cameras[1].Rectangles[0].Height));
    }

    [Fact]
    public void EveryFault_IsToldAtOnceWithItsPath()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Bind(new()
        {
            ["Capture:ReopenDelay"] = "00:00:05",
            ["Capture:Cameras:0:Name"] = "cam/1",
            ["Capture:Cameras:0:Source"] = "http://user:s3cret@host/",
            ["Capture:Cameras:0:Regions"] = "3by3",
            ["Capture:Cameras:1:Name"] = "cam2",
            ["Capture:Cameras:1:Source"] = "sim:pcb",
            ["Capture:Cameras:1:SourceFile"] = "camera2",
            ["Capture:Cameras:1:Rate"] = "-1",
            ["Capture:Cameras:2:Name"] = "CAM2",
            ["Capture:Cameras:2:Source"] = "pipe:cat",
            ["Capture:Cameras:2:Width"] = "640",
            ["Capture:Cameras:2:Regions"] = "2x2",
            ["Capture:Cameras:2:Rectangles:0:Name"] = "a",
            ["Capture:Cameras:2:Rectangles:0:X"] = "-1",
            ["Capture:Cameras:2:Rectangles:1:Name"] = "a",
            ["Capture:Cameras:2:Rectangles:1:Width"] = "1",
            ["Capture:Cameras:2:Rectangles:1:Height"] = "1",
        }));

        string[] expected =
        [
            "Capture:LongestReopenDelay: must not be shorter",
            "Capture:Cameras:0:Name: 'cam/1' is not",
            "Capture:Cameras:0:Source: the scheme 'http:' is not known",
            "Capture:Cameras:0:Regions: '3by3' is neither",
            "Capture:Cameras:1:SourceFile: Source is given too",
            "Cameras[1].Rate",
            "Capture:Cameras:2:Name: 'CAM2' is already the name of Capture:Cameras:1",
            "Capture:Cameras:2:Width: Width and Height",
            "Capture:Cameras:2:Rectangles: Regions is '2x2' too",
            "Capture:Cameras:2:Rectangles:0: -1, 0, 0 x 0 is no rectangle",
            "Capture:Cameras:2:Rectangles:1:Name: 'a' is given twice",
        ];
        Assert.All(expected, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", exception.Message, StringComparison.Ordinal);
    }

    private static CaptureOptions Bind(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddCapture();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<CaptureOptions>>().Value;
    }
}
