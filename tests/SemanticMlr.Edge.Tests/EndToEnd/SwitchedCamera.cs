using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.EndToEnd;

/// <summary>A command that shows a dark picture, or a bright one for as long as a file exists.</summary>
internal sealed class SwitchedCamera : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SwitchedCamera()
    {
        File.WriteAllBytes(_folder.File("dark.ppm"), [.. "P6\n16 16\n255\n"u8, .. Enumerable.Repeat((byte)90, 16 * 16 * 3)]);
        File.WriteAllBytes(_folder.File("bright.ppm"), [.. "P6\n16 16\n255\n"u8, .. Enumerable.Repeat((byte)255, 16 * 16 * 3)]);
    }

    public string Source =>
        $"pipe:while sleep 0.1; do if [ -e {_folder.File("flag")} ]; then cat {_folder.File("bright.ppm")}; else cat {_folder.File("dark.ppm")}; fi; done";

    public void ShowBright() => File.WriteAllText(_folder.File("flag"), "");

    public void ShowDark() => File.Delete(_folder.File("flag"));

    public void Dispose() => _folder.Dispose();
}
