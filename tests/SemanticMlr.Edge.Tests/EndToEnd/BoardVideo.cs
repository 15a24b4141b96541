using System.Diagnostics;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;

namespace SemanticMlr.Edge.Tests.EndToEnd;

/// <summary>Video files of simulated boards, each board held for a second, as a camera above a line would see them.</summary>
internal static class BoardVideo
{
    private const long TestSeed = 1_000_000;
    private const int FramesPerBoard = 10;

    /// <summary>Writes an H.264 file at 10 frames a second.</summary>
    public static async Task WriteAsync(string path, int boards)
    {
        var scene = SceneCatalog.Create("pcb", TestSeed);
        using var ffmpeg = Process.Start(new ProcessStartInfo(
            "ffmpeg",
            ["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", $"{scene.Width}x{scene.Height}", "-r", "10", "-i", "-",
                "-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-g", "10", "-pix_fmt", "yuv420p", path])
        {
            RedirectStandardInput = true,
        })!;
        await using (var input = ffmpeg.StandardInput.BaseStream)
        {
            using var frame = new FramePool().Rent(scene.Width, scene.Height);
            using var image = frame.AsMat();
            for (var board = 0; board < boards; board++)
            {
                scene.Render(board, image);
                for (var repeat = 0; repeat < FramesPerBoard; repeat++)
                {
                    await input.WriteAsync(frame.Memory);
                }
            }
        }

        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
