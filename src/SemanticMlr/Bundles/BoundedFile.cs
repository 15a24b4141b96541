namespace SemanticMlr.Bundles;

/// <summary>Reads files whose size is not trusted.</summary>
internal static class BoundedFile
{
    /// <summary>The whole file.</summary>
    /// <exception cref="BundleException">The file is missing, unreadable or larger than allowed.</exception>
    public static byte[] Read(string path, long maxBytes)
    {
        try
        {
            using var stream = OpenRead(path, maxBytes);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (EndOfStreamException exception)
        {
            throw new BundleException(path, "it became shorter while it was read", exception);
        }
    }

    /// <summary>The file opened for reading; the caller disposes the stream.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static FileStream OpenRead(string path, long maxBytes)
    {
        FileStream? stream = null;
        try
        {
            stream = File.OpenRead(path);
            if (stream.Length > maxBytes)
            {
                var length = stream.Length;
                stream.Dispose();
                throw new BundleException(path, $"{length} bytes are more than the {maxBytes} allowed here");
            }

            return stream;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BundleException(path, "the file is missing; copy the whole bundle again", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not BundleException)
        {
            stream?.Dispose();
            throw new BundleException(path, $"cannot be read: {exception.Message}", exception);
        }
    }
}
