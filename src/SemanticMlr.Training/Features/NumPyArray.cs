using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Features;

/// <summary>An array of NumPy's <c>.npy</c> format (NumPy enhancement proposal 1), little-endian float32 in C order.</summary>
internal sealed partial record NumPyArray(IReadOnlyList<int> Shape, float[] Values)
{
    /// <summary>The magic and the two bytes of the version.</summary>
    private const int MagicLength = 8;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file.</summary>
    /// <exception cref="RecipeException">It cannot be read or holds something else.</exception>
    public static NumPyArray Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException($"{path}: cannot be read: {exception.Message}", exception);
        }

        if (bytes.Length < MagicLength + 4 || !bytes.AsSpan().StartsWith(Magic))
        {
            throw Fault("is no .npy file");
        }

        var (start, length) = bytes[6] == 1
            ? (MagicLength + 2, (int)BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(MagicLength)))
            : (MagicLength + 4, (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(MagicLength))));
        if (length > bytes.Length - start)
        {
            throw Fault("is cut off");
        }

        var header = Encoding.ASCII.GetString(bytes, start, length);
        var shape = ShapePattern().Match(header);
        if (!header.Contains("'<f4'", StringComparison.Ordinal) || header.Contains("'fortran_order': True", StringComparison.Ordinal) || !shape.Success)
        {
            throw Fault($"holds {header.Trim()}; expected little-endian float32 ('<f4') in C order: save it with numpy.save(path, array.astype('float32'))");
        }

        int[] sizes = [.. shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(start + length)).ToArray();
        return values.Length == sizes.Aggregate(1L, (product, size) => product * size)
            ? new NumPyArray(sizes, values)
            : throw Fault($"has {values.Length} values, its header says {string.Join(" x ", sizes)}");

        RecipeException Fault(string fault) => new($"{path}: {fault}.");
    }

    [GeneratedRegex(@"'shape':\s*\(([0-9, ]*)\)")]
    private static partial Regex ShapePattern();
}
