using System.Text.Json;
using SemanticMlr.Storage;

namespace SemanticMlr.Bundles;

/// <summary>What forms of image encoders are worth on this device, as <c>mlr bench forms</c> found. Lies in the state folder: a bundle is the same on every device.</summary>
/// <param name="Items">One for each form and provider.</param>
public sealed record DeviceMeasurements(IReadOnlyList<DeviceMeasurement> Items)
{
    /// <summary>The name of the file in the agent's state folder.</summary>
    public const string FileName = "measured.json";

    private const int MaxBytes = 1 << 20;

    /// <summary>Nothing was measured here.</summary>
    public static DeviceMeasurements None { get; } = new([]);

    /// <summary>Reads the file; where there is none, nothing was measured.</summary>
    /// <exception cref="BundleException">The file cannot be read or is damaged.</exception>
    public static DeviceMeasurements Read(string path)
    {
        if (!File.Exists(path))
        {
            return None;
        }

        try
        {
            return JsonSerializer.Deserialize(BoundedFile.Read(path, MaxBytes), BundleJson.Default.DeviceMeasurements)
                ?? throw new BundleException(path, "is empty; delete it and run mlr bench forms again");
        }
        catch (JsonException exception)
        {
            throw new BundleException(path, $"{exception.Message} Delete it and run mlr bench forms again", exception);
        }
    }

    /// <summary>Reads the file; a damaged one counts as none, since the bundle can be used without it.</summary>
    /// <returns>What is wrong with the file, or null.</returns>
    public static string? TryRead(string path, out DeviceMeasurements measurements)
    {
        try
        {
            measurements = Read(path);
            return null;
        }
        catch (BundleException exception)
        {
            measurements = None;
            return exception.Message;
        }
    }

    /// <summary>What a form is worth on a provider: what was measured here, else what the bundle says of that provider, else null.</summary>
    /// <param name="entry">The form.</param>
    /// <param name="provider">The provider, as <c>Cuda</c>.</param>
    public EncoderMeasurement? Of(EncoderEntry entry, string provider)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Items.FirstOrDefault(item => item.Encoder == entry.Sha256 && item.Measured.IsOn(provider))?.Measured
            ?? (entry.Measured is { } measured && measured.IsOn(provider) ? measured : null);
    }

    /// <summary>These, with newer ones in the place of older ones.</summary>
    public DeviceMeasurements With(IReadOnlyList<DeviceMeasurement> newer)
    {
        ArgumentNullException.ThrowIfNull(newer);
        return new([.. Items.Where(old => !newer.Any(item => item.Encoder == old.Encoder && item.Measured.IsOn(old.Measured.Provider))), .. newer]);
    }

    /// <summary>Writes the file as a whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, BundleJson.Default.DeviceMeasurements));
    }
}
