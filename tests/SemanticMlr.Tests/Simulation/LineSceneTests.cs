using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenCvSharp;
using SemanticMlr.Simulation;
using SemanticMlr.Simulation.Line;

namespace SemanticMlr.Tests.Simulation;

public sealed class LineSceneTests : IDisposable
{
    private const long Seed = SceneCatalog.FirstTestSeed;
    private readonly IScene _scene = SceneCatalog.Create("line", Seed);
    private readonly Mat _picture = new(384, 384, MatType.CV_8UC3);

    public void Dispose() => _picture.Dispose();

    [Fact]
    public void Render_OfTheSameIndex_IsTheSamePictureInAnyOrder()
    {
        var forward = Enumerable.Range(0, 5).Select(Draw).ToArray();

        Assert.Equal(forward.Reverse(), Enumerable.Range(0, 5).Reverse().Select(Draw));
        Assert.Equal(5, forward.Distinct().Count());
    }

    [Fact]
    public void Render_OnEveryMachine_TellsTheSameTruth()
    {
        var truth = string.Join('\n', Enumerable.Range(0, 20).Select(index => _scene.Render(index, _picture)).Select(truth => string.Join(',', truth.Labels) + truth.Caption));

        Assert.Equal("6a312818ce9fd917", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(truth)))[..16]);
    }

    [Fact]
    public void Render_BoxesWhatHolds_InsideThePicture()
    {
        for (var index = 0; index < 100; index++)
        {
            var truth = _scene.Render(index, _picture);

            Assert.Equal(truth.Labels, _scene.Labels.Intersect(truth.Boxes.Select(box => box.Label)));
            Assert.NotEmpty(truth.Labels);
            Assert.Equal(truth.Labels.Contains(PhraseGrammar.EmptyLine), truth.Labels.Count == 1);
            Assert.All(truth.Boxes, box =>
            {
                Assert.True(box is { X: >= 0, Y: >= 0, Width: >= 1, Height: >= 1 });
                Assert.True(box.X + box.Width <= 384 && box.Y + box.Height <= 384);
            });
        }
    }

    [Fact]
    public void Render_ShowsEveryPhrase_SeenOrHeldOut()
    {
        var held = Enumerable.Range(0, 2_000).SelectMany(index => _scene.Render(index, _picture).Labels).ToHashSet();

        Assert.Empty(_scene.Labels.Except(held));
    }

    [Fact]
    public void Captions_HoldNoPhraseThatIsHeldOut()
    {
        var wordings = PhraseGrammar.All.Where(phrase => phrase.IsSeen).SelectMany(phrase => phrase.Synonyms.Append(phrase.Text)).ToHashSet();
        var captions = Enumerable.Range(0, 200).Select(index => _scene.Render(index, _picture).Caption!).ToArray();

        Assert.All(captions, caption => Assert.True(IsMadeOf(caption.Split(" and "), wordings), caption));
        Assert.All(captions, caption => Assert.DoesNotContain(PhraseGrammar.All, phrase => !phrase.IsSeen && $" {caption} ".Contains($" {phrase.Text} ", StringComparison.Ordinal)));
        Assert.True(captions.Distinct().Count() > 150);
    }

    [Fact]
    public void Faults_AreBoxedByThemselves_NotWithTheirProduct()
    {
        var kinds = new HashSet<string>();
        for (var index = 0; index < 300; index++)
        {
            var truth = _scene.Render(index, _picture);
            foreach (var box in truth.Boxes.Where(box => box.Label is "dent" or "scratch" or "crack" or "misprint" or "torn-label" or "tilted-label" or "leak" or "cap-missing" or "foreign-object"))
            {
                kinds.Add(box.Label);
                Assert.True(box.Width * box.Height < 384 * 384 / 6.0, box.Label);
            }
        }

        Assert.Equal(9, kinds.Count);
    }

    private static bool IsMadeOf(ReadOnlySpan<string> parts, HashSet<string> wordings)
    {
        // Wordings may hold "and" themselves.
        for (var count = 1; count <= parts.Length; count++)
        {
            if (wordings.Contains(string.Join(" and ", parts[..count].ToArray())) && (count == parts.Length || IsMadeOf(parts[count..], wordings)))
            {
                return true;
            }
        }

        return false;
    }

    private string Draw(int index)
    {
        var truth = _scene.Render(index, _picture);
        _picture.GetArray(out Vec3b[] pixels);
        var hash = Convert.ToHexString(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(pixels.AsSpan())));
        return JsonSerializer.Serialize(new { truth.Labels, truth.Boxes, truth.Caption, hash });
    }
}
