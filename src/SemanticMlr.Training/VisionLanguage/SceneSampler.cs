using OpenCvSharp;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>Renders pictures as the encoder reads them. One thread.</summary>
internal sealed class SceneSampler : IDisposable
{
    private readonly IScene _scene;
    private readonly int _size;
    private readonly Dictionary<string, int> _columns;
    private readonly Mat _picture;
    private readonly RegionPixels _pixels;

    /// <param name="scene">Name of the scene.</param>
    /// <param name="seed">Which endless row of pictures.</param>
    /// <param name="image">Size of the encoder's input.</param>
    /// <param name="phrases">Ids of the phrases asked for.</param>
    public SceneSampler(string scene, long seed, ImageRecipe image, IReadOnlyList<string> phrases)
    {
        _scene = SceneCatalog.Create(scene, seed);
        _size = image.Size;
        _columns = phrases.Index().ToDictionary(phrase => phrase.Item, phrase => phrase.Index, StringComparer.Ordinal);
        _picture = new Mat(_scene.Height, _scene.Width, MatType.CV_8UC3);
        _pixels = new RegionPixels(image.ToSpecification());
    }

    /// <summary>Renders the pictures from an index on.</summary>
    public SceneBatch Draw(long first, int count)
    {
        var area = _size * _size * 3;
        var (pixels, truth, captions) = (new byte[count * area], new float[count * _columns.Count], new string[count]);
        for (var index = 0; index < count; index++)
        {
            var drawn = _scene.Render(first + index, _picture);
            _pixels.Write(PixelView.Of(_picture), new PixelRectangle(0, 0, _picture.Cols, _picture.Rows), pixels.AsSpan(index * area, area));
            captions[index] = drawn.Caption ?? throw new InvalidOperationException($"The scene {_scene.GetType().Name} has no grammar.");
            foreach (var label in drawn.Labels)
            {
                if (_columns.TryGetValue(label, out var column))
                {
                    truth[index * _columns.Count + column] = 1;
                }
            }
        }

        return new SceneBatch(count, pixels, truth, captions);
    }

    public void Dispose()
    {
        _pixels.Dispose();
        _picture.Dispose();
    }
}
