using System.Text;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Features;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Tests.Features;

public sealed class LabelVectorsTests : IDisposable
{
    private const string Names = """[{"id": "cat", "text": "cat"}, {"id": "dog", "text": "dog"}]""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_and_vectors_belong_together_row_by_row()
    {
        Write(Names, "(2, 3)", [1, 2, 3, 4, 5, 6]);

        var vectors = LabelVectors.Read(Recipe(), 3, _folder.Path);

        Assert.Equal(["cat", "dog"], vectors.Ids);
        Assert.Equal([1f, 2, 3, 4, 5, 6], vectors.Values!);
    }

    [Theory]
    [InlineData(Names, "(3, 2)", 3, "expected [2, D]")]
    [InlineData(Names, "(2, 3)", 4, "vectors have 3 values, \"dimension\" is 4")]
    [InlineData(Names, "(2, 4)", 4, "has 6 values, its header says 2 x 4")]
    [InlineData("[]", "(2, 3)", 3, "at least one entry")]
    [InlineData("{", "(2, 3)", 3, "cannot be read as a list")]
    public void What_does_not_fit_is_refused(string names, string shape, int dimension, string expected)
    {
        Write(names, shape, [1, 2, 3, 4, 5, 6]);

        Assert.Contains(expected, Assert.Throws<RecipeException>(() => LabelVectors.Read(Recipe(), dimension, _folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'<f8'", "expected little-endian float32")]
    [InlineData("'<f4', 'fortran_order': True", "expected little-endian float32")]
    public void Arrays_of_another_type_are_refused(string type, string expected)
    {
        File.WriteAllText(_folder.File("names.json"), Names);
        WriteArray(_folder.File("vectors.npy"), $"{{'descr': {type}, 'shape': (2, 3), }}", [1, 2, 3, 4, 5, 6]);

        Assert.Contains(expected, Assert.Throws<RecipeException>(() => LabelVectors.Read(Recipe(), 3, _folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 255, 255, 1, 1 })]
    public void A_file_that_is_no_array_is_refused(byte[] bytes)
    {
        File.WriteAllText(_folder.File("names.json"), Names);
        File.WriteAllBytes(_folder.File("vectors.npy"), bytes);

        Assert.Contains("vectors.npy", Assert.Throws<RecipeException>(() => LabelVectors.Read(Recipe(), 3, _folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seen_labels_must_be_in_the_list()
    {
        Write(Names, "(2, 3)", [1, 2, 3, 4, 5, 6]);

        var exception = Assert.Throws<RecipeException>(() => LabelVectors.Read(Recipe() with { Seen = ["cat", "cow"] }, 3, _folder.Path));

        Assert.Contains("names cow", exception.Message, StringComparison.Ordinal);
    }

    private static HeadLabelsRecipe Recipe() => new() { Names = "names.json", Vectors = "vectors.npy", Encoder = "clip" };

    private void Write(string names, string shape, float[] values)
    {
        File.WriteAllText(_folder.File("names.json"), names);
        WriteArray(_folder.File("vectors.npy"), $"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}", values);
    }

    private static void WriteArray(string path, string header, float[] values)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
        writer.Write((ushort)header.Length);
        writer.Write(Encoding.ASCII.GetBytes(header));
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }
}
