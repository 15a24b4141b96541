using OpenCvSharp;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Cli.Tests;

/// <summary>A tiny bundle and a tiny data set: 12 images of noise with boxes of two of the bundle's three labels and one that it does not know.</summary>
internal sealed class EvaluationFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyBundle _bundle = new();

    public EvaluationFiles()
    {
        var lines = new List<string>();
        for (var index = 0; index < 12; index++)
        {
            var pixels = new byte[90 * 120 * 3];
            new Random(index).NextBytes(pixels);
            using var picture = Mat.FromPixelData(90, 120, MatType.CV_8UC3, pixels);
            Cv2.ImWrite(_folder.File($"{index:D2}.png"), picture);
            var label = index % 3 == 0 ? "unlisted" : index % 2 == 0 ? "open" : "short";
            lines.Add($$"""{"image": "{{index:D2}}.png", "width": 120, "height": 90, "boxes": [{"label": "{{label}}", "x": {{index * 8}}, "y": 10, "width": 10, "height": 10}]}""");
        }

        File.WriteAllLines(Data, lines);
    }

    public string Bundle => _bundle.Folder;

    public string Data => PathOf("data.jsonl");

    public string PathOf(string file) => _folder.File(file);

    public void Dispose()
    {
        _bundle.Dispose();
        _folder.Dispose();
    }
}
