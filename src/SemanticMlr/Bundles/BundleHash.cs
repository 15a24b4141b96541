using System.Security.Cryptography;

namespace SemanticMlr.Bundles;

/// <summary>Checks that files are those that were written into the bundle.</summary>
internal static class BundleHash
{
    /// <summary>Compares a file with its hash without loading it.</summary>
    /// <exception cref="BundleException">The file is missing, unreadable, too large, or another one than was hashed.</exception>
    public static void Check(string folder, BundleFile file, long maxBytes)
    {
        var path = Path.Combine(folder, file.File);
        using var stream = BoundedFile.OpenRead(path, maxBytes);
        byte[] hash;
        try
        {
            hash = SHA256.HashData(stream);
        }
        catch (IOException exception)
        {
            throw new BundleException(path, $"cannot be read: {exception.Message}", exception);
        }

        Compare(path, file, hash, stream.Length);
    }

    /// <summary>Reads a whole file and compares it with its hash.</summary>
    /// <inheritdoc cref="Check" path="/exception"/>
    public static byte[] Read(string folder, BundleFile file, long maxBytes)
    {
        var path = Path.Combine(folder, file.File);
        var bytes = BoundedFile.Read(path, maxBytes);
        Compare(path, file, SHA256.HashData(bytes), bytes.Length);
        return bytes;
    }

    private static void Compare(string path, BundleFile file, byte[] hash, long length)
    {
        var found = Convert.ToHexStringLower(hash);
        if (found != file.Sha256)
        {
            throw new BundleException(
                path,
                $"the SHA-256 of its {length} bytes is {found}, {BundleManifest.FileName} says {file.Sha256}; it is damaged or belongs to another bundle: copy the whole bundle again");
        }
    }
}
